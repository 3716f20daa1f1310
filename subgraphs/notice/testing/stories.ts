import { randomUUID } from 'node:crypto'
import type { Refused } from '@ebook/book/events'
import type { DataOf, PublishedEvent } from '@ebook/nats/event'
import type { Refunded } from '@ebook/payment/events'
import type { Canceled, CancelRequested, AutoRenewalPutOff } from '@ebook/rent/events'
import type { Producer } from './producer.ts'

export type Others = Readonly<Record<'book' | 'rent' | 'payment' | 'promotion', Producer>>

const DAY_MS = 86_400_000
const later = (ms: number) => new Date(Date.now() + ms).toISOString()

/** One rental, as the others talk of it; what they say is said when it is published. */
export class RentalStory {
  readonly rentalId = randomUUID()
  readonly paymentId = randomUUID()
  readonly bookId = randomUUID()
  readonly userId: string
  readonly title: string
  readonly #others: Others

  constructor(others: Others, userId: string, title = '데미안') {
    this.#others = others
    this.userId = userId
    this.title = title
  }

  rented(payUntil = later(900_000)): Promise<PublishedEvent> {
    const { rentalId, userId, bookId, title } = this
    const data = { rentalId, userId, bookId, title, rentalFee: 3_000, rentedDate: later(0), payUntil }
    return this.#others.rent.say('ebook.rent.Rented.v1', rentalId, data)
  }

  approvalRequested(decideBy = later(3 * DAY_MS)): Promise<PublishedEvent> {
    const { rentalId, paymentId, bookId, userId } = this
    const data = { rentalId, paymentId, bookId, copyId: randomUUID(), userId, decideBy }
    return this.#others.book.say('ebook.book.ApprovalRequested.v1', rentalId, data)
  }

  loanStarted(dueAt = later(14 * DAY_MS)): Promise<PublishedEvent> {
    const { rentalId, paymentId, userId, bookId } = this
    const data = { rentalId, paymentId, userId, bookId, copyId: randomUUID(), startsAt: later(0), dueAt }
    return this.#others.rent.say('ebook.rent.LoanStarted.v1', rentalId, data)
  }

  refused(reasonCode: DataOf<typeof Refused>['reasonCode'] = 'POLICY'): Promise<PublishedEvent> {
    const { rentalId, paymentId, bookId } = this
    const refusal = { refusedDate: later(0), refusedBy: 'ADMIN', reasonCode } as const
    return this.#others.book.say('ebook.book.Refused.v1', rentalId, { rentalId, paymentId, bookId, ...refusal })
  }

  renewed(dueAt: string, automatic = true): Promise<PublishedEvent> {
    const { rentalId, userId, bookId } = this
    const data = { rentalId, userId, bookId, previousDueAt: later(0), dueAt, renewalCount: 1, automatic }
    return this.#others.rent.say('ebook.rent.Renewed.v1', rentalId, data)
  }

  autoRenewalPutOff(
    dueAt: string,
    code: DataOf<typeof AutoRenewalPutOff>['code'] = 'HOLDS_WAITING',
  ): Promise<PublishedEvent> {
    const { rentalId, userId, bookId } = this
    return this.#others.rent.say('ebook.rent.AutoRenewalPutOff.v1', rentalId, { rentalId, userId, bookId, dueAt, code })
  }

  cancelRequested(reason: DataOf<typeof CancelRequested>['reason'], note?: string): Promise<PublishedEvent> {
    const { rentalId, userId, bookId, paymentId } = this
    const asked = { reason, requestedDate: later(0), loanStarted: true, ...(note && { note }) }
    const data = { rentalId, userId, bookId, paymentId, ...asked }
    return this.#others.rent.say('ebook.rent.CancelRequested.v1', rentalId, data)
  }

  canceled(reason: DataOf<typeof Canceled>['reason']): Promise<PublishedEvent> {
    const { rentalId, userId, bookId } = this
    const data = { rentalId, userId, bookId, canceledDate: later(0), reason, refundedAmount: 3_000 }
    return this.#others.rent.say('ebook.rent.Canceled.v1', rentalId, data)
  }

  returned(): Promise<PublishedEvent> {
    const { rentalId, bookId } = this
    const data = { rentalId, bookId, copyId: randomUUID(), returnedDate: later(0), early: true }
    return this.#others.rent.say('ebook.rent.Returned.v1', rentalId, data)
  }

  expired(): Promise<PublishedEvent> {
    const { rentalId, bookId } = this
    const data = { rentalId, bookId, copyId: randomUUID(), dueAt: later(0), expiredDate: later(0) }
    return this.#others.rent.say('ebook.rent.Expired.v1', rentalId, data)
  }

  anonymised(pseudonym: string): Promise<PublishedEvent> {
    const { rentalId, bookId } = this
    return this.#others.rent.say('ebook.rent.RentalAnonymised.v1', rentalId, { rentalId, bookId, pseudonym })
  }

  actionRequired(expiresAt = later(900_000), attemptNo = 1): Promise<PublishedEvent> {
    const { rentalId, paymentId, userId, bookId } = this
    const data = { paymentId, rentalId, userId, bookId, attemptNo, expiresAt }
    return this.#others.payment.say('ebook.payment.PaymentActionRequired.v1', paymentId, data)
  }

  declined(attemptNo = 1): Promise<PublishedEvent> {
    const { rentalId, paymentId } = this
    const data = { paymentId, rentalId, attemptNo, reasonCode: 'INSUFFICIENT_FUNDS' }
    return this.#others.payment.say('ebook.payment.PayDeclined.v1', paymentId, data)
  }

  refunded(amount = 3_000, more: Partial<DataOf<typeof Refunded>> = {}): Promise<PublishedEvent> {
    const { rentalId, paymentId } = this
    const points = { pointsRevoked: 300, pointsReturned: 0, pointShortfall: 0 }
    const money = { refundId: `refund:${paymentId}:1`, refundAttempt: 1, amount, refundedDate: later(0) }
    const data = { paymentId, rentalId, ...money, reason: 'REFUSED', ...points, ...more } as const
    return this.#others.payment.say('ebook.payment.Refunded.v1', paymentId, data)
  }

  refundFailed(): Promise<PublishedEvent> {
    const { rentalId, paymentId } = this
    const refund = { refundId: `refund:${paymentId}:1`, refundAttempt: 1, errorCode: 'ACCOUNT_CLOSED' }
    const data = { paymentId, rentalId, ...refund, wasRefunded: false }
    return this.#others.payment.say('ebook.payment.RefundFailed.v1', paymentId, data)
  }

  pointsMoved(how: 'PromoCanceled' | 'PointsSpent' | 'PointsReturned', points = 300): Promise<PublishedEvent> {
    const { rentalId, paymentId, userId } = this
    const data = { paymentId, rentalId, userId, points, promotionId: paymentId, shortfall: 0 }
    return this.#others.promotion.say(`ebook.promotion.${how}.v1`, how === 'PromoCanceled' ? paymentId : rentalId, data)
  }

  earned(points = 300): Promise<PublishedEvent> {
    const { rentalId, paymentId, userId } = this
    const data = { promotionId: paymentId, paymentId, rentalId, userId, points }
    return this.#others.promotion.say('ebook.promotion.PromoCompleted.v1', paymentId, {
      ...data,
      rateBps: 1_000,
      spendableFrom: 'APPROVED',
    })
  }
}
