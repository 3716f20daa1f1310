import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { tablesOf } from '@ebook/chassis/testing/tables-with'
import { eventually } from '@ebook/testkit/eventually'
import { recordLateRefundFailure, UnknownRefund } from './late-refund-failure.ts'
import { chargeKey, refundKey } from './payment/state.ts'
import { PaymentUnderTest } from './testing/payment-under-test.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterEach(() => {
  till.provider.manner = 'does'
  till.provider.arrival = Promise.resolve()
  till.promotion.manner = 'locks'
})
afterAll(() => till.close())

const retry =
  'mutation ($input: RetryRefundInput!) { retryRefund(input: $input) { payment { id status } userErrors { code } } }'
const retries = (paymentId: string) => till.ask('park', 'ADMIN', retry, { input: { paymentId } })

describe('giving money back', () => {
  test('F8 P7 P8 P10 a refusal: points, then money, then Refunded with what promotion answered', async () => {
    const paid = await till.paid()
    const refused = await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    expect(await till.history(paid.paymentId)).toEqual([
      'PaymentRequested',
      'Paid',
      'RefundStarted',
      'PointsLocked',
      'Refunded',
    ])
    expect(await till.booked(paid.paymentId)).toEqual([
      ['CHARGE', 3_000],
      ['REFUND', -3_000],
    ])
    expect(till.held(paid.paymentId)).toBe(0)
    const [, refunded, ...more] = await till.events(paid.rentalId)
    expect(more).toEqual([])
    expect(refunded).toMatchObject({
      type: 'ebook.payment.Refunded.v1',
      correlationid: paid.rentalId,
      causationid: refused.id,
      actor: 'ADMIN:park',
      data: {
        ...paid,
        refundId: refundKey(paid.paymentId, 1),
        refundAttempt: 1,
        amount: 3_000,
        reason: 'REFUSED',
        pointsRevoked: 300,
        pointsReturned: 0,
        pointShortfall: 20,
      },
    })
    expect(till.promotion.asked.at(-1)).toMatchObject({ ...paid, refundAttempt: 1, causationId: refused.id })
    await till.restsInPeace(paid.paymentId)
  })

  test('P7 every reason comes through', async () => {
    const [canceled, late] = [await till.paid(), await till.paid()]
    await till.cancel(canceled.rentalId, 'PAYMENT_TIMEOUT')
    await till.rent.say('ebook.rent.RefundRequested.v1', late.rentalId, { ...late, reason: 'PAID_AFTER_CANCEL' })
    for (const [{ paymentId, rentalId }, reason] of [
      [canceled, 'PAYMENT_TIMEOUT'],
      [late, 'PAID_AFTER_CANCEL'],
    ] as const) {
      await till.becomes(paymentId, { status: 'REFUNDED' })
      const refunded = (await till.events(rentalId)).at(-1)
      expect(refunded?.data).toMatchObject({ reason })
    }
  })

  test('a free payment is refunded with its points, and nothing is asked of the provider', async () => {
    const paid = await till.paid({ rentalFee: 0 })
    const asked = till.provider.calls.length
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    expect(till.promotion.attemptsOf(paid.paymentId)).toEqual([1])
    expect(till.provider.calls).toHaveLength(asked)
    expect(await till.booked(paid.paymentId)).toEqual([])
  })

  test('PN1 PI2 Q5 P9: with promotion away no money moves and nobody hears Refunded; it goes on by itself', async () => {
    await till.promotion.stop()
    const paid = await till.paid()
    await till.refuse(paid)
    const query = '{ payment(id: $id) { status refundedAmount refundRetryAfter ledger { kind } } }'
    const waiting = await eventually(async () => {
      const { data } = await till.ask('kim', 'MEMBER', `query ($id: ID!) ${query}`, { id: paid.paymentId })
      expect(data).toMatchObject({ payment: { status: 'REFUNDING', refundedAmount: 0, ledger: [{}, {}] } })
      const task = await till.db.selectFrom('payment_task').selectAll().executeTakeFirstOrThrow()
      expect(task.tries).toBeGreaterThan(2)
      return data?.['payment'] as { refundRetryAfter: string }
    })
    expect(Date.parse(waiting.refundRetryAfter)).toBeGreaterThan(0)
    expect(till.held(paid.paymentId)).toBe(3_000)
    expect(await till.said(paid.rentalId)).toEqual(['Paid'])
    expect(till.provider.callsOf(refundKey(paid.paymentId, 1))).toEqual([])
    await till.promotion.start()
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    expect(till.held(paid.paymentId)).toBe(0)
  })

  test('PI2 P9: promotion locks and its reply is lost: the same attempt is asked again, and locked once', async () => {
    const paid = await till.paid()
    till.promotion.manner = 'locks and loses the reply'
    await till.refuse(paid)
    await eventually(() => expect(till.promotion.attemptsOf(paid.paymentId).length).toBeGreaterThan(1))
    expect(till.held(paid.paymentId)).toBe(3_000)
    till.promotion.manner = 'locks'
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    expect(new Set(till.promotion.attemptsOf(paid.paymentId))).toEqual(new Set([1]))
  })

  test('Q7 C19 PI2: an overloaded promotion opens the circuit, which closes again, and every refund is done once', async () => {
    const circuit = async (to: string) => {
      const found = new RegExp(`ebook_circuit_transitions_total{callee="promotion",to="${to}"[^}]*} (\\d+)`, 'g')
      return [...(await till.metrics()).matchAll(found)].reduce((sum, [, count]) => sum + Number(count), 0)
    }
    const closed = await circuit('closed')
    till.promotion.manner = 'does not answer'
    const asked = till.promotion.asked.length
    const all = await Promise.all(Array.from({ length: 20 }, () => till.paid()))
    await Promise.all(all.map((paid) => till.refuse(paid)))
    await eventually(async () => expect(await circuit('open')).toBeGreaterThan(0))
    // It may have been open since the test before; then only a trial call comes through now and then.
    await eventually(() => expect(till.promotion.asked.length).toBeGreaterThanOrEqual(asked + 5))
    for (const { paymentId, rentalId } of all) {
      expect(till.held(paymentId)).toBe(3_000)
      expect(await till.said(rentalId)).toEqual(['Paid'])
    }
    till.promotion.manner = 'locks'
    for (const { paymentId, rentalId } of all) {
      await till.becomes(paymentId, { status: 'REFUNDED' })
      expect(till.held(paymentId)).toBe(0)
      expect(await till.said(rentalId)).toEqual(['Paid', 'Refunded'])
    }
    expect(await circuit('half-open')).toBeGreaterThan(0)
    expect(await circuit('closed')).toBeGreaterThan(closed)
  })

  test('P11 case 4: the provider’s reply is lost: found under the same key, and given back once', async () => {
    const paid = await till.paid()
    till.provider.manner = 'loses the reply'
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    expect(till.provider.callsOf(refundKey(paid.paymentId, 1))).toEqual(['refund', 'findRefund'])
    expect(
      [...till.provider.refunds.values()].filter(({ charge }) => charge === chargeKey(paid.paymentId)),
    ).toHaveLength(1)
  })

  test('P11 section 13: the call is lost again and again: the key stays the same', async () => {
    const paid = await till.paid()
    till.provider.manner = 'loses the call'
    await till.refuse(paid)
    await eventually(() => expect(till.provider.callsOf(refundKey(paid.paymentId, 1)).length).toBeGreaterThan(4))
    till.provider.manner = 'does'
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    const keys = till.provider.calls.filter((call) => call.includes(`refund:${paid.paymentId}`))
    expect(new Set(keys.map((call) => call.split(' ')[1]))).toEqual(new Set([refundKey(paid.paymentId, 1)]))
    expect(till.held(paid.paymentId)).toBe(0)
  })
})

describe('a refund that fails for good', () => {
  test('P12 case 4: REFUND_FAILED, told to all; retryRefund locks the points anew and uses a new key', async () => {
    const paid = await till.paid()
    till.provider.manner = 'says no'
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUND_FAILED' })
    expect((await till.events(paid.rentalId)).at(-1)).toMatchObject({
      type: 'ebook.payment.RefundFailed.v1',
      data: {
        refundAttempt: 1,
        refundId: refundKey(paid.paymentId, 1),
        errorCode: 'ACCOUNT_CLOSED',
        wasRefunded: false,
      },
    })
    expect(till.held(paid.paymentId)).toBe(3_000)
    expect(await till.booked(paid.paymentId)).toEqual([['CHARGE', 3_000]])
    await till.restsInPeace(paid.paymentId)

    till.provider.manner = 'does'
    expect((await retries(paid.paymentId)).data).toMatchObject({ retryRefund: { userErrors: [] } })
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    expect(till.promotion.attemptsOf(paid.paymentId)).toEqual([1, 2])
    expect(till.provider.callsOf(refundKey(paid.paymentId, 2))).toEqual(['refund'])
    expect(await till.said(paid.rentalId)).toEqual(['Paid', 'RefundFailed', 'Refunded'])
    expect((await till.events(paid.rentalId)).at(-1)?.data).toMatchObject({ refundAttempt: 2, reason: 'REFUSED' })
    expect((await retries(paid.paymentId)).data).toMatchObject({
      retryRefund: { payment: { status: 'REFUNDED' }, userErrors: [{ code: 'REFUND_NOT_FAILED' }] },
    })
  })

  test('P13: a refund that was done comes back: RefundFailed, booked as a reversal, and can be tried again', async () => {
    const paid = await till.paid()
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    const refundId = refundKey(paid.paymentId, 1)
    await till.provider.bounceRefund(refundId)
    const notice = { refundId, errorCode: 'ACCOUNT_CLOSED' }
    await recordLateRefundFailure(till.replica, notice)
    await recordLateRefundFailure(till.replica, notice)
    expect(await till.payment(paid.paymentId)).toMatchObject({ status: 'REFUND_FAILED' })
    expect((await till.events(paid.rentalId)).at(-1)?.data).toMatchObject({ wasRefunded: true, refundAttempt: 1 })
    expect(await till.said(paid.rentalId)).toEqual(['Paid', 'Refunded', 'RefundFailed'])
    expect(till.held(paid.paymentId)).toBe(3_000)
    await retries(paid.paymentId)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    await recordLateRefundFailure(till.replica, notice)
    expect(await till.booked(paid.paymentId)).toEqual([
      ['CHARGE', 3_000],
      ['REFUND', -3_000],
      ['REFUND_REVERSAL', 3_000],
      ['REFUND', -3_000],
    ])
    expect(till.held(paid.paymentId)).toBe(0)
  })

  test('P13 a notice about a refund that was never made is refused', async () => {
    for (const refundId of ['nonsense', refundKey(randomUUID(), 1)]) {
      const notice = recordLateRefundFailure(till.replica, { refundId, errorCode: 'X' })
      await expect(notice).rejects.toBeInstanceOf(UnknownRefund)
    }
  })
})

describe('R25 whose it was is forgotten', () => {
  test('N19 payments bear a pseudonym, which a refund that comes back finds; the books keep who paid how much', async () => {
    const forgotten = { userId: 'forgotten', actor: 'MEMBER:forgotten' } as const
    const { rentalId, paymentId } = await till.paid(forgotten)
    await till.refuse({ rentalId, paymentId })
    await till.becomes(paymentId, { status: 'REFUNDED' })
    await till.restsInPeace(paymentId)
    const pseudonym = `anon:${randomUUID()}`
    const anonymised = { rentalId, bookId: randomUUID(), pseudonym }
    const event = await till.rent.say('ebook.rent.RentalAnonymised.v1', rentalId, anonymised)
    await till.becomes(paymentId, { userId: pseudonym, status: 'REFUNDED' })
    await till.rent.publish(event)
    await till.heardEverything()
    expect(await tablesOf(till.db as never, 'forgotten')).toEqual(['receipt'])
    const receipts = await sql<object>`select * from receipt where user_id = 'forgotten'`.execute(till.db)
    expect(receipts.rows).toEqual([
      expect.objectContaining({ charged_amount: 3_000, refunded_amount: 3_000, points_used: 0, method: 'PROVIDER' }),
    ])
    // Whose is whose is told to who says why, and it is noted.
    const opened = await sql<{ open: string }>`
      select sealed.open(${paymentId}, 'park', 'the bank sent the refund back') as open`.execute(till.db)
    expect(opened.rows).toEqual([{ open: 'forgotten' }])
    const noted = await sql<object>`select payment_id, opened_by, reason from sealed.opening`.execute(till.db)
    expect(noted.rows).toEqual([{ payment_id: paymentId, opened_by: 'park', reason: 'the bank sent the refund back' }])
    await expect(sql`select sealed.open(${paymentId}, 'park', '')`.execute(till.db)).rejects.toThrow('opening')
    await recordLateRefundFailure(till.replica, { refundId: refundKey(paymentId, 1), errorCode: 'ACCOUNT_CLOSED' })
    await till.becomes(paymentId, { userId: pseudonym, status: 'REFUND_FAILED' })
    expect(await tablesOf(till.db as never, 'forgotten')).toEqual(['receipt'])
  })
})
