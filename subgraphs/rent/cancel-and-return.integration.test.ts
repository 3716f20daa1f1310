import type { PublishedEvent } from '@ebook/nats/event'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Rental } from './generated/resolvers.ts'
import { eventually } from '@ebook/testkit/eventually'
import { RentUnderTest } from './testing/rent-under-test.ts'
import { endUnpaid } from './timers/pay-until.ts'

let library: RentUnderTest
const forever = new AbortController().signal

beforeAll(async () => {
  library = await RentUnderTest.open({ paymentTimeoutMs: 400 })
})
afterAll(() => library.close())
afterEach(() => {
  library.payment.manner = 'pays'
})

const kim = () => library.person('kim')

async function rents(manner: typeof library.payment.manner = 'pays'): Promise<Rental> {
  library.payment.manner = manner
  const rental = await kim().rents(await library.title())
  library.payment.manner = 'pays'
  return rental
}

async function approve({ id, bookId, payment }: Rental): Promise<PublishedEvent> {
  return library.book.say('ebook.book.Approved.v1', randomUUID(), {
    rentalId: id,
    paymentId: payment?.id ?? randomUUID(),
    bookId,
    copyId: randomUUID(),
    userId: 'kim',
    approvedDate: new Date().toISOString(),
    approvedBy: 'park',
    loanPeriodDays: 14,
  })
}

async function refuse({ id, bookId, payment }: Rental): Promise<void> {
  await library.book.say('ebook.book.Refused.v1', randomUUID(), {
    rentalId: id,
    paymentId: payment?.id ?? randomUUID(),
    bookId,
    refusedDate: new Date().toISOString(),
    refusedBy: 'ADMIN',
    reasonCode: 'POLICY',
  })
}

type Reason = 'REFUSED' | 'MEMBER' | 'PAYMENT_TIMEOUT' | 'PAID_AFTER_CANCEL' | 'ADMIN'

async function refund({ id }: { id: string }, paymentId: string, reason: Reason): Promise<void> {
  await library.payments.say('ebook.payment.Refunded.v1', paymentId, {
    paymentId,
    rentalId: id,
    refundId: `refund:${paymentId}:1`,
    refundAttempt: 1,
    amount: 3_000,
    refundedDate: new Date().toISOString(),
    reason,
    pointsRevoked: 0,
    pointsReturned: 0,
    pointShortfall: 0,
  })
}

async function payUntilPasses(rentalId: string): Promise<void> {
  await library.db
    .updateTable('rental')
    .set({ pay_until: sql<Date>`now() - interval '1 second'` })
    .where('id', '=', rentalId)
    .execute()
}

const paymentOf = ({ payment }: Rental) => payment?.id ?? ''

describe('canceling', () => {
  test('R9 H11 a paid rental is canceled: payment is told, and its refund ends the rental', async () => {
    const rental = await rents()
    expect(await kim().cancels(rental.id)).toMatchObject({
      outcome: 'REFUND_PENDING',
      rental: { status: 'CANCELING', paymentState: 'REFUNDING', refundState: 'PENDING' },
      userErrors: [],
    })
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'REFUND_PENDING' })
    await refund(rental, paymentOf(rental), 'MEMBER')
    await library.becomes(rental.id, { status: 'CANCELED', cancelReason: 'MEMBER', paymentState: 'REFUNDED' })
    expect(await library.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'ALREADY_CANCELED' })
    expect(await kim().sees(rental.id)).toMatchObject({ payment: { status: 'REFUNDED', chargedAmount: 3_000 } })
  })

  test('R6 a declined rental is canceled at once, and payment is told all the same', async () => {
    const rental = await rents('declines')
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'CANCELED', rental: { status: 'CANCELED' } })
    expect(await library.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
  })

  test('hard case 12: canceled while the payment is pending, which then turns out not to be: CANCELED', async () => {
    const rental = await rents('does not answer')
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'CANCELING', rental: { status: 'CANCELING' } })
    await library.payments.say('ebook.payment.PayVoided.v1', randomUUID(), { paymentId: null, rentalId: rental.id })
    await library.becomes(rental.id, { status: 'CANCELED', cancelReason: 'MEMBER', paymentState: 'UNPAID' })
    expect(await kim().sees(rental.id)).toMatchObject({ payment: null, retryAfter: null })
  })

  test('hard case 12: canceled while the payment is pending, which was made: CANCELED by its refund', async () => {
    const rental = await rents('pays and loses the reply')
    await kim().cancels(rental.id)
    const asked = library.payment.asked.length
    await library.payment.tell(`${rental.id}:1`)
    const { paymentId } = await library.becomes(rental.id, { status: 'CANCELING', paymentState: 'REFUNDING' })
    await refund(rental, paymentId ?? '', 'MEMBER')
    await library.becomes(rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
    expect(await library.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
    expect(library.payment.asked.slice(asked)).toEqual([])
  })

  test('hard case 2: an approval after the cancellation changes nothing and is remembered', async () => {
    const rental = await rents()
    await kim().cancels(rental.id)
    await approve(rental)
    await eventually(async () => expect(await library.history(rental.id)).toContain('ApprovalVoided'))
    expect(await library.row(rental.id)).toMatchObject({ status: 'CANCELING', startsAt: null })
    expect(await library.said(rental.id)).toEqual(['Rented', 'CancelRequested'])
  })
})

describe('not paid in time', () => {
  test('R6 declined: canceled by the timer', async () => {
    const rental = await rents('declines')
    await payUntilPasses(rental.id)
    await library.becomes(rental.id, { status: 'CANCELED', cancelReason: 'PAYMENT_TIMEOUT' })
    expect(await library.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
  })

  test('R7 hard case 13: pending: CANCELING; the payment that comes then is given back', async () => {
    const rental = await rents('pays and loses the reply')
    await payUntilPasses(rental.id)
    await library.becomes(rental.id, { status: 'CANCELING', paymentState: 'PENDING' })
    await library.payment.tell(`${rental.id}:1`)
    const { paymentId } = await library.becomes(rental.id, { paymentState: 'REFUNDING' })
    await refund(rental, paymentId ?? '', 'PAYMENT_TIMEOUT')
    await library.becomes(rental.id, { status: 'CANCELED', cancelReason: 'PAYMENT_TIMEOUT', refundedAmount: 3_000 })
  })

  test('R14 hard case 13: a payment that comes after the end is asked back, once', async () => {
    const rental = await rents('declines')
    await kim().cancels(rental.id)
    const paymentId = randomUUID()
    const { id: rentalId, bookId } = rental
    const amounts = { rentalFee: 3_000, pointsUsed: 0, chargedAmount: 3_000, paidDate: new Date().toISOString() }
    const paid = { paymentId, rentalId, userId: 'kim', bookId, attemptNo: 1, ...amounts }
    const event = await library.payments.say('ebook.payment.Paid.v1', paymentId, paid)
    await library.becomes(rental.id, { status: 'CANCELED', paymentState: 'REFUNDING', refundState: 'PENDING' })
    await library.payments.publish(event)
    await refund(rental, paymentId, 'PAID_AFTER_CANCEL')
    await library.becomes(rental.id, { status: 'CANCELED', paymentState: 'REFUNDED', cancelReason: 'MEMBER' })
    expect(await library.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled', 'RefundRequested'])
  })

  test('hard case 7: a Paid that waits in the stream wins over the sweep', async () => {
    const rental = await rents('pays and loses the reply')
    await library.stop()
    await payUntilPasses(rental.id)
    await library.payment.tell(`${rental.id}:1`)
    // The inbox is held, so that the timers begin before the consumer can get on.
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const holding = library.db.transaction().execute(async (tx) => {
      await sql`lock table inbox in exclusive mode`.execute(tx)
      await held
    })
    await library.start()
    for (let sweeps = 0; sweeps < 5; sweeps += 1) await endUnpaid(library.rent, forever)
    release()
    await holding
    await library.becomes(rental.id, { status: 'PAID', paymentState: 'PAID' })
    expect(await library.said(rental.id)).toEqual(['Rented'])
  })
})

describe('the loan', () => {
  test('F6 H14 R10 C12 an approval starts it: readable, with an end', async () => {
    const rental = await rents()
    const approval = await approve(rental)
    await library.becomes(rental.id, { status: 'APPROVED' })
    const loan = await kim().sees(rental.id)
    expect(loan).toMatchObject({ status: 'APPROVED', readable: true, renewalCount: 0 })
    expect(Date.parse(String(loan?.dueAt)) - Date.parse(String(loan?.startsAt))).toBe(14 * 86_400_000)
    expect(await library.said(rental.id)).toEqual(['Rented', 'LoanStarted'])
    const { event } = await library.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', rental.id)
      .where('aggregate_version', '=', 2)
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ correlationid: rental.id, causationid: approval.id, actor: 'SYSTEM' })
    const refused = await kim().cancels(rental.id)
    expect(refused).toMatchObject({
      outcome: null,
      rental: { status: 'APPROVED' },
      userErrors: [{ code: 'CANCEL_WINDOW_CLOSED', field: ['input', 'rentalId'] }],
    })
  })

  test('N1.1 an approval without a payment becomes a dead letter and starts nothing', async () => {
    const rental = await rents('declines')
    const data = { rentalId: rental.id, bookId: rental.bookId, copyId: randomUUID(), loanPeriodDays: 14 }
    const event = library.book.prepareRaw('ebook.book.Approved.v1', randomUUID(), data)
    await library.book.publish(event)
    const letter = await eventually(() =>
      library.db.selectFrom('dead_letter').selectAll().where('event_id', '=', event.id).executeTakeFirstOrThrow(),
    )
    expect(letter.error).toContain('paymentId')
    expect(await library.row(rental.id)).toMatchObject({ status: 'RENTED', startsAt: null })
  })

  test('F7 R15 R20 it is returned once, by the member or a librarian', async () => {
    const rental = await rents()
    await approve(rental)
    await library.becomes(rental.id, { status: 'APPROVED' })
    expect(await kim().returns(rental.id)).toMatchObject({ outcome: 'RETURNED', rental: { status: 'RETURNED' } })
    expect(await kim().returns(rental.id)).toMatchObject({ outcome: 'ALREADY_RETURNED', userErrors: [] })
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'ALREADY_RETURNED' })
    // H9: whatever is said again does not bring it back.
    await approve(rental)
    await library.heardEverything()
    expect(await kim().sees(rental.id)).toMatchObject({ status: 'RETURNED', readable: false })
    expect(await library.said(rental.id)).toEqual(['Rented', 'LoanStarted', 'Returned'])

    const other = await rents()
    await approve(other)
    await library.becomes(other.id, { status: 'APPROVED' })
    const librarian = library.person('park', 'ADMIN')
    expect(await librarian.returns(other.id)).toMatchObject({ outcome: 'RETURNED', rental: { userId: 'kim' } })
  })

  test('H10 what is not on loan cannot be returned', async () => {
    const [paid, declined] = [await rents(), await rents('declines')]
    for (const { id } of [paid, declined]) {
      expect(await kim().returns(id)).toMatchObject({ outcome: null, userErrors: [{ code: 'NOT_ON_LOAN' }] })
    }
    expect(await library.said(paid.id)).toEqual(['Rented'])
  })

  test('R16 H14 hard case 7: a loan that ran out while rent was away is unreadable at once, and expired once', async () => {
    const rental = await rents()
    await approve(rental)
    await library.becomes(rental.id, { status: 'APPROVED' })
    await library.stop()
    const past = sql<Date>`now() - interval '1 hour'`
    await library.db.updateTable('rental').set({ due_at: past }).where('id', '=', rental.id).execute()
    await library.start()
    expect(await kim().sees(rental.id)).toMatchObject({ readable: false })
    expect(await kim().returns(rental.id)).toMatchObject({ outcome: 'ALREADY_EXPIRED' })
    await library.becomes(rental.id, { status: 'EXPIRED' })
    expect(await library.said(rental.id)).toEqual(['Rented', 'LoanStarted', 'Expired'])
  })
})

describe('the refusal', () => {
  test('F8 F9 R11 R12 the money goes back, then it is CANCELED', async () => {
    const rental = await rents()
    await refuse(rental)
    await library.becomes(rental.id, { status: 'REFUSED', refundState: 'PENDING' })
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'REFUND_PENDING', rental: { status: 'REFUSED' } })
    await refund(rental, paymentOf(rental), 'REFUSED')
    await library.becomes(rental.id, { status: 'CANCELED', cancelReason: 'REFUSED', refundedAmount: 3_000 })
    expect(await library.said(rental.id)).toEqual(['Rented', 'Canceled'])
  })

  test('R22 a refund that fails for good stays visible until it succeeds', async () => {
    const rental = await rents()
    const paymentId = paymentOf(rental)
    await refuse(rental)
    const failure = { refundId: 'r', refundAttempt: 1, errorCode: 'ACCOUNT_CLOSED', wasRefunded: false }
    const data = { paymentId, rentalId: rental.id, ...failure }
    await library.payments.say('ebook.payment.RefundFailed.v1', paymentId, data)
    await library.becomes(rental.id, { status: 'REFUSED', refundState: 'FAILED' })
    expect(await kim().sees(rental.id)).toMatchObject({ refundState: 'FAILED', payment: { status: 'REFUND_FAILED' } })
    await refund(rental, paymentId, 'REFUSED')
    await library.becomes(rental.id, { status: 'CANCELED', refundState: 'DONE' })
  })
})

describe('what is said twice or out of order', () => {
  test('hard case 5: every event three times, also beyond the broker’s window: one effect each', async () => {
    const rental = await rents()
    const paymentId = paymentOf(rental)
    const { id: rentalId, bookId } = rental
    const requestId = randomUUID()
    const promo = { promotionId: randomUUID(), paymentId, rentalId, userId: 'kim', points: 300 }
    const events = [
      library.book.prepareRaw('ebook.book.Refused.v1', requestId, {
        rentalId,
        paymentId,
        bookId,
        reasonCode: 'POLICY',
      }),
      library.promotion.prepare('ebook.promotion.PromoCompleted.v1', promo.promotionId, {
        ...promo,
        rateBps: 1_000,
        spendableFrom: 'APPROVED',
      }),
      library.promotion.prepare('ebook.promotion.PromoCanceled.v1', promo.promotionId, { ...promo, shortfall: 0 }),
    ]
    for (const event of [...events, ...events, ...events.toReversed()]) {
      const producer = event.producer === 'book' ? library.book : library.promotion
      await producer.publish(event)
    }
    await library.becomes(rental.id, { status: 'REFUSED', payback: 0 })
    await library.heardEverything()
    expect(await library.history(rental.id)).toEqual(
      expect.arrayContaining(['RefusalNoted', 'PointsNoted', 'PointsNoted']),
    )
    expect(await library.history(rental.id)).toHaveLength(6)
  })

  test('hard case 6: Refunded, Refused and Paid arrive the wrong way round: CANCELED all the same', async () => {
    const rental = await rents('pays and loses the reply')
    const { paymentId } = library.payment.charges.get(`${rental.id}:1`) ?? { paymentId: '' }
    const { id: rentalId, bookId } = rental
    const amounts = { rentalFee: 3_000, pointsUsed: 0, chargedAmount: 3_000, paidDate: new Date().toISOString() }
    const paid = library.payments.prepare('ebook.payment.Paid.v1', paymentId, {
      paymentId,
      rentalId,
      userId: 'kim',
      bookId,
      attemptNo: 1,
      ...amounts,
    })
    await library.book.say('ebook.book.Refused.v1', randomUUID(), {
      rentalId,
      paymentId,
      bookId,
      refusedDate: new Date().toISOString(),
      refusedBy: 'SYSTEM',
      reasonCode: 'NO_COPY',
    })
    // Version 2 of the payment before version 1: it is parked until that has come.
    await refund(rental, paymentId, 'REFUSED')
    await library.becomes(rentalId, { status: 'REFUSED', paymentId })
    await library.payments.publish(paid)
    await library.becomes(rentalId, { status: 'CANCELED', paymentState: 'REFUNDED', chargedAmount: 3_000 })
    expect(await library.said(rentalId)).toEqual(['Rented', 'Canceled'])
  })

  test('PN2 R21 points are written to the rental, taken back, and given again', async () => {
    const rental = await rents()
    const promotionId = randomUUID()
    const promo = { promotionId, paymentId: paymentOf(rental), rentalId: rental.id, userId: 'kim', points: 300 }
    const granted = { ...promo, rateBps: 1_000, spendableFrom: 'APPROVED' as const }
    await library.promotion.say('ebook.promotion.PromoCompleted.v1', promotionId, granted)
    await library.becomes(rental.id, { payback: 300, status: 'PAID' })
    await library.promotion.say('ebook.promotion.PromoCanceled.v1', promotionId, { ...promo, shortfall: 0 })
    await library.becomes(rental.id, { payback: 0, status: 'PAID' })
    await library.promotion.say('ebook.promotion.PromoRestored.v1', promotionId, promo)
    await library.becomes(rental.id, { payback: 300, status: 'PAID' })
    expect(await library.said(rental.id)).toEqual(['Rented'])
  })

  test('an event about a rental that does not exist changes nothing and holds nobody up', async () => {
    await library.payments.say('ebook.payment.PayVoided.v1', randomUUID(), { paymentId: null, rentalId: randomUUID() })
    await library.heardEverything()
    expect(await rents()).toMatchObject({ status: 'PAID' })
  })
})
