import { randomUUID } from 'node:crypto'
import type { PublishedEvent } from '@ebook/nats/event'
import type { Producer } from './producer.ts'

export interface Rental {
  readonly rentalId: string
  readonly paymentId: string
  readonly bookId: string
  readonly userId: string
}

/** What rent and payment say of rentals. */
export class Rentals {
  readonly #rent: Producer
  readonly #payment: Producer

  constructor(rent: Producer, payment: Producer) {
    this.#rent = rent
    this.#payment = payment
  }

  of(bookId: string, userId = 'alice'): Rental {
    return { rentalId: randomUUID(), paymentId: randomUUID(), bookId, userId }
  }

  async isPaid(rental: Rental): Promise<PublishedEvent> {
    return this.#payment.say('ebook.payment.Paid.v1', rental.paymentId, {
      ...rental,
      rentalFee: 3_000,
      pointsUsed: 0,
      chargedAmount: 3_000,
      attemptNo: 1,
      paidDate: instant(),
    })
  }

  async isRented(
    { rentalId, bookId, userId }: Rental,
    { payUntil = new Date(), ...more }: { payUntil?: Date; holdIfTaken?: true } = {},
  ): Promise<PublishedEvent> {
    const rented = { title: 'Dune', rentalFee: 3_000, rentedDate: instant(), payUntil: payUntil.toISOString() }
    return this.#rent.say('ebook.rent.Rented.v1', rentalId, { rentalId, bookId, userId, ...rented, ...more })
  }

  async isPaidLater({ rentalId, bookId, userId }: Rental, payUntil: Date): Promise<PublishedEvent> {
    const raised = { rentalId, bookId, userId, payUntil: payUntil.toISOString() }
    return this.#rent.say('ebook.rent.PayUntilRaised.v1', rentalId, raised)
  }

  async isBlocked(userId: string, blockId: string): Promise<PublishedEvent> {
    const block = { userId, blockId, kinds: ['HOLD' as const], reason: 'POLICY' }
    return this.#rent.say('ebook.rent.MemberBlocked.v1', keyOf(userId), block)
  }

  async isUnblocked(userId: string, blockId: string): Promise<PublishedEvent> {
    return this.#rent.say('ebook.rent.MemberUnblocked.v1', keyOf(userId), { userId, blockId })
  }

  /** What rent and payment have said so far, by their clocks. */
  announce(time: { readonly rent: Date; readonly payment?: Date }): void {
    this.#rent.announce(time.rent)
    if (time.payment) this.#payment.announce(time.payment)
  }

  /** A rental that is paid from the beginning. */
  async paid(bookId: string, userId?: string): Promise<Rental> {
    const rental = this.of(bookId, userId)
    await this.isPaid(rental)
    return rental
  }

  async isToBeCanceled(rental: Rental, { loanStarted = false } = {}): Promise<PublishedEvent> {
    return this.#rent.say('ebook.rent.CancelRequested.v1', rental.rentalId, {
      ...rental,
      reason: 'MEMBER',
      requestedDate: instant(),
      loanStarted,
    })
  }

  async isCanceled({ rentalId, bookId, userId }: Rental): Promise<PublishedEvent> {
    return this.#rent.say('ebook.rent.Canceled.v1', rentalId, {
      rentalId,
      bookId,
      userId,
      canceledDate: instant(),
      reason: 'MEMBER',
      refundedAmount: 3_000,
    })
  }

  async isReturned({ rentalId, bookId }: Rental): Promise<PublishedEvent> {
    const data = { rentalId, bookId, copyId: randomUUID(), returnedDate: instant(), early: true }
    return this.#rent.say('ebook.rent.Returned.v1', rentalId, data)
  }

  async isExpired({ rentalId, bookId }: Rental): Promise<PublishedEvent> {
    const data = { rentalId, bookId, copyId: randomUUID(), dueAt: instant(), expiredDate: instant() }
    return this.#rent.say('ebook.rent.Expired.v1', rentalId, data)
  }

  async isAnonymised({ rentalId, bookId }: Rental): Promise<string> {
    const pseudonym = `anon:${randomUUID()}`
    await this.#rent.say('ebook.rent.RentalAnonymised.v1', rentalId, { rentalId, bookId, pseudonym })
    return pseudonym
  }

  async isErased(userId: string): Promise<void> {
    await this.#rent.say('ebook.rent.MemberErased.v1', keyOf(userId), { pseudonym: `anon:${randomUUID()}` })
  }

  /** Once more, as it was. */
  async repeat(event: PublishedEvent): Promise<void> {
    await (event.producer === 'rent' ? this.#rent : this.#payment).publish(event)
  }
}

function instant(): string {
  return new Date().toISOString()
}

/** As rent names a member's events (subgraphs/rent/member-aggregate.ts). */
const keyOf = (userId: string): string => Buffer.from(userId).toString('base64url')
