import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import type { Rental } from './generated/resolvers.ts'
import { RentUnderTest } from './testing/rent-under-test.ts'
import { endUnpaid } from './timers/pay-until.ts'

let rent: RentUnderTest
const forever = new AbortController().signal

beforeAll(async () => {
  rent = await RentUnderTest.open({ paymentTimeoutMs: 400 })
})
afterAll(() => rent.close())
afterEach(() => {
  rent.payment.manner = 'pays'
})

const kim = () => rent.person('kim')

async function rents(manner: typeof rent.payment.manner = 'pays'): Promise<Rental> {
  rent.payment.manner = manner
  const rental = await kim().rents(await rent.title())
  rent.payment.manner = 'pays'
  return rental
}

const approve = (rental: Rental) => rent.approve(rental)

async function refuse({ id, bookId, payment }: Rental): Promise<void> {
  await rent.book.say('ebook.book.Refused.v1', randomUUID(), {
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
  await rent.payments.say('ebook.payment.Refunded.v1', paymentId, {
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
  await rent.db
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
    await rent.becomes(rental.id, { status: 'CANCELED', cancelReason: 'MEMBER', paymentState: 'REFUNDED' })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'ALREADY_CANCELED' })
    expect(await kim().sees(rental.id)).toMatchObject({ payment: { status: 'REFUNDED', chargedAmount: 3_000 } })
  })

  test('R6 a declined rental is canceled at once, and payment is told all the same', async () => {
    const rental = await rents('declines')
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'CANCELED', rental: { status: 'CANCELED' } })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
  })

  test('hard case 12: canceled while the payment is pending, which then turns out not to be: CANCELED', async () => {
    const rental = await rents('does not answer')
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'CANCELING', rental: { status: 'CANCELING' } })
    await rent.payments.say('ebook.payment.PayVoided.v1', randomUUID(), { paymentId: null, rentalId: rental.id })
    await rent.becomes(rental.id, { status: 'CANCELED', cancelReason: 'MEMBER', paymentState: 'UNPAID' })
    expect(await kim().sees(rental.id)).toMatchObject({ payment: null, retryAfter: null })
  })

  test('hard case 12: canceled while the payment is pending, which was made: CANCELED by its refund', async () => {
    const rental = await rents('pays and loses the reply')
    await kim().cancels(rental.id)
    const asked = rent.payment.asked.length
    await rent.payment.tell(`${rental.id}:1`)
    const { paymentId } = await rent.becomes(rental.id, { status: 'CANCELING', paymentState: 'REFUNDING' })
    await refund(rental, paymentId ?? '', 'MEMBER')
    await rent.becomes(rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
    expect(rent.payment.asked.slice(asked)).toEqual([])
  })

  test('hard case 2: an approval after the cancellation changes nothing and is remembered', async () => {
    const rental = await rents()
    await kim().cancels(rental.id)
    await approve(rental)
    await eventually(async () => expect(await rent.history(rental.id)).toContain('ApprovalVoided'))
    expect(await rent.row(rental.id)).toMatchObject({ status: 'CANCELING', startsAt: null })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested'])
  })
})

describe('not paid in time', () => {
  test('R6 declined: canceled by the timer', async () => {
    const rental = await rents('declines')
    await payUntilPasses(rental.id)
    await rent.becomes(rental.id, { status: 'CANCELED', cancelReason: 'PAYMENT_TIMEOUT' })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled'])
  })

  test('R7 hard case 13: pending: CANCELING; the payment that comes then is given back', async () => {
    const rental = await rents('pays and loses the reply')
    await payUntilPasses(rental.id)
    await rent.becomes(rental.id, { status: 'CANCELING', paymentState: 'PENDING' })
    await rent.payment.tell(`${rental.id}:1`)
    const { paymentId } = await rent.becomes(rental.id, { paymentState: 'REFUNDING' })
    await refund(rental, paymentId ?? '', 'PAYMENT_TIMEOUT')
    await rent.becomes(rental.id, { status: 'CANCELED', cancelReason: 'PAYMENT_TIMEOUT', refundedAmount: 3_000 })
  })

  test('R14 hard case 13: a payment that comes after the end is asked back, once', async () => {
    const rental = await rents('declines')
    await kim().cancels(rental.id)
    const paymentId = randomUUID()
    const { id: rentalId, bookId } = rental
    const amounts = { rentalFee: 3_000, pointsUsed: 0, chargedAmount: 3_000, paidDate: new Date().toISOString() }
    const paid = { paymentId, rentalId, userId: 'kim', bookId, attemptNo: 1, ...amounts }
    const event = await rent.payments.say('ebook.payment.Paid.v1', paymentId, paid)
    await rent.becomes(rental.id, { status: 'CANCELED', paymentState: 'REFUNDING', refundState: 'PENDING' })
    await rent.payments.publish(event)
    await refund(rental, paymentId, 'PAID_AFTER_CANCEL')
    await rent.becomes(rental.id, { status: 'CANCELED', paymentState: 'REFUNDED', cancelReason: 'MEMBER' })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'CancelRequested', 'Canceled', 'RefundRequested'])
  })

  test('hard case 7: a Paid that waits in the stream wins over the sweep', async () => {
    const rental = await rents('pays and loses the reply')
    await rent.stop()
    await payUntilPasses(rental.id)
    await rent.payment.tell(`${rental.id}:1`)
    // The inbox is held, so that the timers begin before the consumer can get on.
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const holding = rent.db.transaction().execute(async (tx) => {
      await sql`lock table inbox in exclusive mode`.execute(tx)
      await held
    })
    await rent.start()
    for (let sweeps = 0; sweeps < 5; sweeps += 1) await endUnpaid(rent.rent, forever)
    release()
    await holding
    await rent.becomes(rental.id, { status: 'PAID', paymentState: 'PAID' })
    expect(await rent.said(rental.id)).toEqual(['Rented'])
  })
})

describe('the loan', () => {
  test('F6 H14 R10 C12 an approval starts it: readable, with an end', async () => {
    const rental = await rents()
    const approval = await approve(rental)
    await rent.becomes(rental.id, { status: 'APPROVED' })
    const loan = await kim().sees(rental.id)
    expect(loan).toMatchObject({ status: 'APPROVED', readable: true, renewalCount: 0 })
    expect(Date.parse(String(loan?.dueAt)) - Date.parse(String(loan?.startsAt))).toBe(14 * 86_400_000)
    expect(await rent.said(rental.id)).toEqual(['Rented', 'LoanStarted'])
    const { event } = await rent.db
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
    const event = rent.book.prepareRaw('ebook.book.Approved.v1', randomUUID(), data)
    await rent.book.publish(event)
    const letter = await eventually(() =>
      rent.db.selectFrom('dead_letter').selectAll().where('event_id', '=', event.id).executeTakeFirstOrThrow(),
    )
    expect(letter.error).toContain('paymentId')
    expect(await rent.row(rental.id)).toMatchObject({ status: 'RENTED', startsAt: null })
  })

  test('F7 R15 R20 it is returned once, by the member or a librarian', async () => {
    const rental = await rents()
    await approve(rental)
    await rent.becomes(rental.id, { status: 'APPROVED' })
    expect(await kim().returns(rental.id)).toMatchObject({ outcome: 'RETURNED', rental: { status: 'RETURNED' } })
    expect(await kim().returns(rental.id)).toMatchObject({ outcome: 'ALREADY_RETURNED', userErrors: [] })
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'ALREADY_RETURNED' })
    // Whatever is said again does not bring it back (H9).
    await approve(rental)
    await rent.heardEverything()
    expect(await kim().sees(rental.id)).toMatchObject({ status: 'RETURNED', readable: false })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'LoanStarted', 'Returned'])

    const other = await rents()
    await approve(other)
    await rent.becomes(other.id, { status: 'APPROVED' })
    const librarian = rent.person('park', 'ADMIN')
    expect(await librarian.returns(other.id)).toMatchObject({ outcome: 'RETURNED', rental: { userId: 'kim' } })
  })

  test('H10 what is not on loan cannot be returned', async () => {
    const [paid, declined] = [await rents(), await rents('declines')]
    for (const { id } of [paid, declined]) {
      expect(await kim().returns(id)).toMatchObject({ outcome: null, userErrors: [{ code: 'NOT_ON_LOAN' }] })
    }
    expect(await rent.said(paid.id)).toEqual(['Rented'])
  })

  test('R16 H14 hard case 7: a loan that ran out while rent was away is unreadable at once, and expired once', async () => {
    const rental = await rents()
    await approve(rental)
    await rent.becomes(rental.id, { status: 'APPROVED' })
    await rent.stop()
    const past = sql<Date>`now() - interval '1 hour'`
    await rent.db.updateTable('rental').set({ due_at: past }).where('id', '=', rental.id).execute()
    await rent.start()
    expect(await kim().sees(rental.id)).toMatchObject({ readable: false })
    expect(await kim().returns(rental.id)).toMatchObject({ outcome: 'ALREADY_EXPIRED' })
    await rent.becomes(rental.id, { status: 'EXPIRED' })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'LoanStarted', 'Expired'])
  })
})

describe('the refusal', () => {
  test('F8 F9 R11 R12 the money goes back, then it is CANCELED', async () => {
    const rental = await rents()
    await refuse(rental)
    await rent.becomes(rental.id, { status: 'REFUSED', refundState: 'PENDING' })
    expect(await kim().cancels(rental.id)).toMatchObject({ outcome: 'REFUND_PENDING', rental: { status: 'REFUSED' } })
    await refund(rental, paymentOf(rental), 'REFUSED')
    await rent.becomes(rental.id, { status: 'CANCELED', cancelReason: 'REFUSED', refundedAmount: 3_000 })
    expect(await rent.said(rental.id)).toEqual(['Rented', 'Canceled'])
  })

  test('R22 a refund that fails for good stays visible until it succeeds', async () => {
    const rental = await rents()
    const paymentId = paymentOf(rental)
    await refuse(rental)
    const failure = { refundId: 'r', refundAttempt: 1, errorCode: 'ACCOUNT_CLOSED', wasRefunded: false }
    const data = { paymentId, rentalId: rental.id, ...failure }
    await rent.payments.say('ebook.payment.RefundFailed.v1', paymentId, data)
    await rent.becomes(rental.id, { status: 'REFUSED', refundState: 'FAILED' })
    expect(await kim().sees(rental.id)).toMatchObject({ refundState: 'FAILED', payment: { status: 'REFUND_FAILED' } })
    await refund(rental, paymentId, 'REFUSED')
    await rent.becomes(rental.id, { status: 'CANCELED', refundState: 'DONE' })
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
      rent.book.prepareRaw('ebook.book.Refused.v1', requestId, {
        rentalId,
        paymentId,
        bookId,
        reasonCode: 'POLICY',
      }),
      rent.promotion.prepare('ebook.promotion.PromoCompleted.v1', promo.promotionId, {
        ...promo,
        rateBps: 1_000,
        spendableFrom: 'APPROVED',
      }),
      rent.promotion.prepare('ebook.promotion.PromoCanceled.v1', promo.promotionId, { ...promo, shortfall: 0 }),
    ]
    for (const event of [...events, ...events, ...events.toReversed()]) {
      const producer = event.producer === 'book' ? rent.book : rent.promotion
      await producer.publish(event)
    }
    await rent.becomes(rental.id, { status: 'REFUSED', payback: 0 })
    await rent.heardEverything()
    expect(await rent.history(rental.id)).toEqual(
      expect.arrayContaining(['RefusalNoted', 'PointsNoted', 'PointsNoted']),
    )
    expect(await rent.history(rental.id)).toHaveLength(6)
  })

  test('hard case 6: Refunded, Refused and Paid arrive the wrong way round: CANCELED all the same', async () => {
    const rental = await rents('pays and loses the reply')
    const { paymentId } = rent.payment.charges.get(`${rental.id}:1`) ?? { paymentId: '' }
    const { id: rentalId, bookId } = rental
    const amounts = { rentalFee: 3_000, pointsUsed: 0, chargedAmount: 3_000, paidDate: new Date().toISOString() }
    const paid = rent.payments.prepare('ebook.payment.Paid.v1', paymentId, {
      paymentId,
      rentalId,
      userId: 'kim',
      bookId,
      attemptNo: 1,
      ...amounts,
    })
    await rent.book.say('ebook.book.Refused.v1', randomUUID(), {
      rentalId,
      paymentId,
      bookId,
      refusedDate: new Date().toISOString(),
      refusedBy: 'SYSTEM',
      reasonCode: 'NO_COPY',
    })
    // Version 2 of the payment before version 1: it is parked until that has come.
    await refund(rental, paymentId, 'REFUSED')
    await rent.becomes(rentalId, { status: 'REFUSED', paymentId })
    await rent.payments.publish(paid)
    await rent.becomes(rentalId, { status: 'CANCELED', paymentState: 'REFUNDED', chargedAmount: 3_000 })
    expect(await rent.said(rentalId)).toEqual(['Rented', 'Canceled'])
  })

  test('PN2 R21 points are written to the rental, taken back, and given again', async () => {
    const rental = await rents()
    const promotionId = randomUUID()
    const promo = { promotionId, paymentId: paymentOf(rental), rentalId: rental.id, userId: 'kim', points: 300 }
    const granted = { ...promo, rateBps: 1_000, spendableFrom: 'APPROVED' as const }
    await rent.promotion.say('ebook.promotion.PromoCompleted.v1', promotionId, granted)
    await rent.becomes(rental.id, { payback: 300, status: 'PAID' })
    await rent.promotion.say('ebook.promotion.PromoCanceled.v1', promotionId, { ...promo, shortfall: 0 })
    await rent.becomes(rental.id, { payback: 0, status: 'PAID' })
    await rent.promotion.say('ebook.promotion.PromoRestored.v1', promotionId, promo)
    await rent.becomes(rental.id, { payback: 300, status: 'PAID' })
    expect(await rent.said(rental.id)).toEqual(['Rented'])
  })

  test('an event about a rental that does not exist changes nothing and holds nobody up', async () => {
    await rent.payments.say('ebook.payment.PayVoided.v1', randomUUID(), { paymentId: null, rentalId: randomUUID() })
    await rent.heardEverything()
    expect(await rents()).toMatchObject({ status: 'PAID' })
  })
})
