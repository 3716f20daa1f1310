import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { recordLateRefundFailure, UnknownRefund } from './late-refund-failure.ts'
import { chargeKey, refundKey } from './payment-state.ts'
import { eventually } from './testing/books.ts'
import { PaymentUnderTest } from './testing/payment-under-test.ts'
import type { RunningPayment } from './start-payment.ts'

let till: PaymentUnderTest
let running: RunningPayment

beforeAll(async () => {
  till = await PaymentUnderTest.open()
  running = await till.start()
})
afterEach(async () => {
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
      const found = /ebook_circuit_transitions_total\{callee="promotion",to="(\w[\w-]*)"[^}]*\} (\d+)/g
      const counts = new Map((await till.metrics()).matchAll(found).map(([, state, count]) => [state, Number(count)]))
      return counts.get(to) ?? 0
    }
    const closed = await circuit('closed')
    till.promotion.manner = 'does not answer'
    const asked = till.promotion.asked.length
    const all = await Promise.all(Array.from({ length: 20 }, () => till.paid()))
    await Promise.all(all.map((paid) => till.refuse(paid)))
    await eventually(async () => expect(await circuit('open')).toBeGreaterThan(0))
    expect(till.promotion.asked.length).toBeGreaterThanOrEqual(asked + 5)
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
    await recordLateRefundFailure(running, notice)
    await recordLateRefundFailure(running, notice)
    expect(await till.payment(paid.paymentId)).toMatchObject({ status: 'REFUND_FAILED' })
    expect((await till.events(paid.rentalId)).at(-1)?.data).toMatchObject({ wasRefunded: true, refundAttempt: 1 })
    expect(await till.said(paid.rentalId)).toEqual(['Paid', 'Refunded', 'RefundFailed'])
    expect(till.held(paid.paymentId)).toBe(3_000)
    await retries(paid.paymentId)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    await recordLateRefundFailure(running, notice)
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
      const notice = recordLateRefundFailure(running, { refundId, errorCode: 'X' })
      await expect(notice).rejects.toBeInstanceOf(UnknownRefund)
    }
  })
})

describe('canceled while it was not paid', () => {
  test('P6 case 12: a cancellation before any payment leaves a tombstone, and a late pay() takes nothing', async () => {
    const rentalId = randomUUID()
    await till.cancel(rentalId)
    await eventually(async () => expect(await till.said(rentalId)).toEqual(['PayVoided']))
    expect((await till.events(rentalId))[0]?.data).toEqual({ paymentId: null, rentalId })
    const asked = till.provider.calls.length
    for (const attemptNo of [1, 2])
      expect(await till.pay({ rentalId, attemptNo })).toEqual({ outcome: 'RENT_CANCELED' })
    expect(till.provider.calls).toHaveLength(asked)
    const [tombstone, ...more] = await till.paymentsOf(rentalId)
    expect(more).toEqual([])
    const query = 'query ($id: ID!) { payment(id: $id) { id } }'
    expect((await till.ask('park', 'ADMIN', query, { id: tombstone?.id })).data).toEqual({ payment: null })
  })

  test('P6 only declined attempts: a tombstone too', async () => {
    till.provider.manner = 'says no'
    const rentalId = randomUUID()
    await till.pay({ rentalId })
    till.provider.manner = 'does'
    await till.cancel(rentalId)
    await eventually(async () => expect(await till.said(rentalId)).toEqual(['PayDeclined', 'PayVoided']))
    expect(await till.pay({ rentalId, attemptNo: 2 })).toEqual({ outcome: 'RENT_CANCELED' })
  })

  test('P5 case 12: the charge is under way: it is voided, and when it arrives after that it is refused', async () => {
    const rentalId = randomUUID()
    till.provider.manner = 'loses the call'
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PENDING' })
    const [payment] = await till.paymentsOf(rentalId)
    await till.cancel(rentalId)
    await eventually(async () => expect(await till.said(rentalId)).toEqual(['PayVoided']))
    expect((await till.events(rentalId))[0]?.data).toEqual({ paymentId: payment?.id, rentalId })
    till.provider.manner = 'does'
    expect(await till.provider.charge(chargeKey(payment?.id ?? ''), 3_000)).toEqual({ kind: 'voided' })
    expect(await till.pay({ rentalId })).toEqual({ outcome: 'RENT_CANCELED' })
    expect(till.held(payment?.id ?? '')).toBe(0)
    expect(await till.booked(payment?.id ?? '')).toEqual([])
  })

  test('P5: it had been charged and the reply was lost: Paid is said, then the money goes back', async () => {
    const rentalId = randomUUID()
    const { promise, resolve } = Promise.withResolvers<void>()
    till.provider.arrival = promise
    const paying = till.pay({ rentalId })
    const [payment] = await eventually(async () => {
      const payments = await till.paymentsOf(rentalId)
      expect(payments).toHaveLength(1)
      return payments
    })
    const paymentId = payment?.id ?? ''
    await till.cancel(rentalId)
    await eventually(async () => expect(await till.payment(paymentId)).toMatchObject({ voidRequestedFor: 'MEMBER' }))
    till.provider.arrival = Promise.resolve()
    resolve()
    await paying
    await till.becomes(paymentId, { status: 'REFUNDED' })
    expect(await till.said(rentalId)).toEqual(['Paid', 'Refunded'])
    expect((await till.events(rentalId)).at(-1)?.data).toMatchObject({ reason: 'MEMBER' })
    expect(till.held(paymentId)).toBe(0)
  })

  test('P5: it is declined after all: PayDeclined, and no further attempt is taken', async () => {
    const rentalId = randomUUID()
    till.provider.manner = 'loses the call'
    await till.pay({ rentalId })
    const [payment] = await till.paymentsOf(rentalId)
    till.provider.charges.set(chargeKey(payment?.id ?? ''), { amount: 3_000, status: 'declined' })
    await till.cancel(rentalId)
    await eventually(async () => expect(await till.said(rentalId)).toEqual(['PayDeclined']))
  })

  test('case 12: pay() and the cancellation at the same moment: in either order no money is kept', async () => {
    const rentals = Array.from({ length: 20 }, () => randomUUID())
    await Promise.all(rentals.flatMap((rentalId) => [till.cancel(rentalId), till.pay({ rentalId })]))
    for (const rentalId of rentals) {
      await eventually(async () => {
        const payments = await till.paymentsOf(rentalId)
        expect(payments.map(({ status }) => status)).toEqual([expect.stringMatching(/^(VOIDED|REFUNDED)$/)])
        for (const { id } of payments) expect(till.held(id)).toBe(0)
      })
    }
  })
})

describe('events again, late and wrong', () => {
  test('case 5 H9: every event three times is one refund', async () => {
    const [refused, canceled] = [await till.paid(), await till.paid()]
    const rentalId = randomUUID()
    const refusal = await till.refuse(refused)
    const cancellations = [await till.cancel(canceled.rentalId), await till.cancel(rentalId)]
    for (const _ of [2, 3]) {
      await till.book.publish(refusal)
      for (const event of cancellations) await till.rent.publish(event)
    }
    for (const { paymentId } of [refused, canceled]) await till.becomes(paymentId, { status: 'REFUNDED' })
    await till.heardEverything()
    await till.db
      .updateTable('payment')
      .set({ decline_reason: 'touched' })
      .where('id', '=', refused.paymentId)
      .execute()
    for (const one of [refused, canceled]) {
      expect(await till.said(one.rentalId)).toEqual(['Paid', 'Refunded'])
      expect(till.promotion.attemptsOf(one.paymentId)).toEqual([1])
      expect(till.held(one.paymentId)).toBe(0)
    }
    expect(await till.said(rentalId)).toEqual(['PayVoided'])
  })

  test('case 6: Refused and CancelRequested in either order are one refund, for the reason heard first', async () => {
    const pairs = await Promise.all([till.paid(), till.paid()])
    for (const [index, paid] of pairs.entries()) {
      if (index === 0) await till.refuse(paid)
      await till.cancel(paid.rentalId)
      if (index === 1) await till.refuse(paid)
    }
    for (const { paymentId, rentalId } of pairs) {
      await till.becomes(paymentId, { status: 'REFUNDED' })
      expect(await till.said(rentalId)).toEqual(['Paid', 'Refunded'])
    }
  })

  test('H13 a refusal of a payment that does not exist becomes a dead letter, and its neighbours pass', async () => {
    const [stranger, paid] = [{ rentalId: randomUUID(), paymentId: randomUUID() }, await till.paid()]
    await till.refuse(stranger)
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    await eventually(async () => {
      const letters = await till.deadLetters()
      expect(letters).toMatchObject([
        { event_type: 'ebook.book.Refused.v1', error: expect.stringContaining('does not exist') },
      ])
    })
  })

  test('P15 a refusal of a declined payment changes nothing', async () => {
    till.provider.manner = 'says no'
    const rentalId = randomUUID()
    const reply = await till.pay({ rentalId })
    const paymentId = reply.outcome === 'DECLINED' ? reply.paymentId : ''
    await till.refuse({ rentalId, paymentId })
    await till.heardEverything()
    expect(await till.said(rentalId)).toEqual(['PayDeclined'])
  })
})
