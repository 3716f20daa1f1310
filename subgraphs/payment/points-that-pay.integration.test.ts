import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { recordLateRefundFailure } from './late-refund-failure.ts'
import { chargeKey, refundKey } from './payment/state.ts'
import { PaymentUnderTest } from './testing/payment-under-test.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterEach(() => {
  till.provider.manner = 'does'
  till.promotion.manner = 'locks'
  till.promotion.balance = 100_000
})
afterAll(() => till.close())

const many = (n: number) => Array.from({ length: n }, (_, index) => index)
const part = { pointsToUse: 1_200 }
const all = { pointsToUse: 3_000 }
const onlyPaymentOf = async (rentalId: string) => {
  const [payment, ...others] = await till.paymentsOf(rentalId)
  expect(others).toEqual([])
  if (payment === undefined) throw new Error('there is no payment')
  return payment
}

describe('points that pay', () => {
  test('P1a P1b a part with points, the rest with money: one of each, booked on an account of its own', async () => {
    const { rentalId, paymentId } = await till.paid(part)
    expect(await till.payment(paymentId)).toMatchObject({ method: 'MIXED', chargedAmount: 1_800, pointsUsed: 1_200 })
    expect(till.held(paymentId)).toBe(1_800)
    expect(till.promotion.spent.get(paymentId)).toBe(1_200)
    expect(await till.booked(paymentId)).toEqual([
      ['CHARGE', 1_800],
      ['POINT_USE', 1_200],
    ])
    expect((await till.events(rentalId))[0]?.data).toMatchObject({
      rentalFee: 3_000,
      pointsUsed: 1_200,
      chargedAmount: 1_800,
    })
    expect(await till.pay({ rentalId, ...part })).toMatchObject({
      outcome: 'PAID',
      chargedAmount: 1_800,
      pointsUsed: 1_200,
    })
    await till.restsInPeace(paymentId)
  })

  test('P1b all of it with points: nothing is asked of the provider', async () => {
    const asked = till.provider.calls.length
    const { paymentId } = await till.paid(all)
    expect(await till.payment(paymentId)).toMatchObject({ method: 'POINTS', chargedAmount: 0, pointsUsed: 3_000 })
    expect(await till.booked(paymentId)).toEqual([['POINT_USE', 3_000]])
    expect(till.provider.calls).toHaveLength(asked)
  })

  test('P1a too few points: declined, with nothing charged, and what may still be taken is named', async () => {
    till.promotion.balance = 1_199
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId, ...part })).toMatchObject({
      outcome: 'DECLINED',
      reasonCode: 'POINTS_INSUFFICIENT',
    })
    const { id } = await onlyPaymentOf(rentalId)
    expect(till.provider.callsOf(chargeKey(id))).toEqual([])
    expect((await till.events(rentalId))[0]?.data).toMatchObject({ userId: 'kim', pointsToReturn: 1_200 })
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject({ outcome: 'PAID', chargedAmount: 3_000 })
  })

  test('P1b what points leave is too little for the provider: declined before any are taken', async () => {
    const rentalId = randomUUID()
    const reply = await till.pay({ rentalId, pointsToUse: 2_901 })
    expect(reply).toMatchObject({ outcome: 'DECLINED', reasonCode: 'POINTS_LEAVE_TOO_LITTLE' })
    expect(till.promotion.spendCalls).not.toContain((await onlyPaymentOf(rentalId)).id)
  })

  test('P3 the provider declines the rest: the points are named for their return', async () => {
    till.provider.manner = 'says no'
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId, ...part })).toMatchObject({ outcome: 'DECLINED', reasonCode: 'CARD_DECLINED' })
    expect((await till.events(rentalId))[0]?.data).toMatchObject({ pointsToReturn: 1_200 })
    expect(await till.booked((await onlyPaymentOf(rentalId)).id)).toEqual([])
  })

  test('PI1 promotion is away: payments without points go on; those with points wait, say so, and go on by themselves', async () => {
    await till.promotion.stop()
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId, ...part })).toMatchObject({ outcome: 'PENDING', waitsFor: 'POINTS' })
    const { id } = await onlyPaymentOf(rentalId)
    const seen = await till.ask(
      'kim',
      'MEMBER',
      'query ($id: ID!) { payment(id: $id) { status waitsForPoints pointsUsed } }',
      { id },
    )
    expect(seen.data).toEqual({ payment: { status: 'REQUESTED', waitsForPoints: true, pointsUsed: 0 } })
    expect(await till.pay()).toMatchObject({ outcome: 'PAID' })
    expect(till.provider.callsOf(chargeKey(id))).toEqual([])
    await till.promotion.start()
    await till.becomes(id, { status: 'PAID', chargedAmount: 1_800, pointsUsed: 1_200 })
    expect(await till.said(rentalId)).toEqual(['Paid'])
  })

  test('N14 the reply is lost, and the call made again: points are taken once, and the payment is paid once', async () => {
    till.promotion.manner = 'locks and loses the reply'
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId, ...part })).toMatchObject({ outcome: 'PENDING', waitsFor: 'POINTS' })
    const { id } = await onlyPaymentOf(rentalId)
    expect(till.promotion.spent.get(id)).toBe(1_200)
    till.promotion.manner = 'locks'
    await till.becomes(id, { status: 'PAID', pointsUsed: 1_200 })
    expect(till.promotion.balance).toBe(98_800)
    expect(till.promotion.spendCalls.filter((asked) => asked === id).length).toBeGreaterThan(1)
    expect(till.held(id)).toBe(1_800)
  })

  test('N14 thirty concurrent pays of one key take the points once', async () => {
    const rentalId = randomUUID()
    await Promise.all(many(30).map(() => till.pay({ rentalId, ...part })))
    const { id } = await onlyPaymentOf(rentalId)
    expect(till.promotion.spendCalls.filter((asked) => asked === id)).toHaveLength(1)
    expect(till.provider.callsOf(chargeKey(id))).toEqual(['begin'])
  })

  test('P1c canceled while it waits for points: voided at once, the points are named, and a late answer charges nothing', async () => {
    till.promotion.manner = 'locks and loses the reply'
    const rentalId = randomUUID()
    await till.pay({ rentalId, ...part })
    const { id } = await onlyPaymentOf(rentalId)
    await till.cancel(rentalId)
    await till.becomes(id, { status: 'VOIDED' })
    till.promotion.manner = 'locks'
    expect((await till.events(rentalId))[0]?.data).toMatchObject({
      paymentId: id,
      userId: 'kim',
      pointsToReturn: 1_200,
    })
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject({ outcome: 'RENT_CANCELED' })
    expect(till.provider.callsOf(chargeKey(id))).toEqual([])
    await till.restsInPeace(id)
  })

  test('P1c a next attempt, all with money, takes the place of one that waits for points', async () => {
    till.promotion.manner = 'does not answer'
    const rentalId = randomUUID()
    await till.pay({ rentalId, ...part })
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject({
      outcome: 'PAID',
      chargedAmount: 3_000,
      pointsUsed: 0,
    })
    expect(await till.said(rentalId)).toEqual(['PayDeclined', 'Paid'])
    expect((await till.events(rentalId))[0]?.data).toMatchObject({ reasonCode: 'SUPERSEDED', pointsToReturn: 1_200 })
  })

  test('P1c the call of an attempt that was given up comes after the next one was declined: it takes nothing', async () => {
    till.provider.manner = 'says no'
    const rentalId = randomUUID()
    const declined = { outcome: 'DECLINED', attemptNo: 2, reasonCode: 'CARD_DECLINED' }
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject(declined)
    till.provider.manner = 'does'
    expect(await till.pay({ rentalId, ...part })).toMatchObject(declined)
    expect(await till.said(rentalId)).toEqual(['PayDeclined'])
  })

  test('P5 canceled while the charge is under way: voided, with the points', async () => {
    till.provider.manner = 'loses the call'
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId, ...part })).toMatchObject({ outcome: 'PENDING', waitsFor: 'PROVIDER' })
    await till.cancel(rentalId)
    const { id } = await onlyPaymentOf(rentalId)
    await till.becomes(id, { status: 'VOIDED' })
    expect((await till.events(rentalId))[0]?.data).toMatchObject({ pointsToReturn: 1_200 })
  })

  test('G7 the same key for other points is refused, more points than the fee are none', async () => {
    const { rentalId, paymentId } = await till.paid(part)
    const before = await till.payment(paymentId)
    await expect(till.pay({ rentalId, pointsToUse: 1_000 })).rejects.toThrow(/the service failed/)
    await expect(till.pay({ rentalId })).rejects.toThrow(/the service failed/)
    expect(await till.payment(paymentId)).toEqual(before)
    for (const pointsToUse of [3_001, -1, 0.5]) await expect(till.pay({ pointsToUse })).rejects.toThrow(/pointsToUse/)
  })
})

describe('given back each as it was paid', () => {
  test('V4 of a refund nothing is left on any account, and Refunded says the points', async () => {
    for (const paidWith of [part, all]) {
      const paid = await till.paid(paidWith)
      await till.refuse(paid)
      await till.becomes(paid.paymentId, { status: 'REFUNDED', pointsReturned: paidWith.pointsToUse })
      const amounts = await till.db
        .selectFrom('ledger_line')
        .select(['account', sql<string>`sum(amount)`.as('left')])
        .where('payment_id', '=', paid.paymentId)
        .groupBy('account')
        .execute()
      expect(amounts.map(({ left }) => Number(left))).toEqual(amounts.map(() => 0))
      expect(till.held(paid.paymentId)).toBe(0)
      const refunded = (await till.events(paid.rentalId)).at(-1)
      const amount = 3_000 - paidWith.pointsToUse
      expect(refunded?.data).toMatchObject({ amount, pointsReturned: paidWith.pointsToUse })
      expect(refunded?.data).not.toHaveProperty('keepLoan')
    }
  })

  test('P12 P13 no points while the refund fails, and none twice when it came back after all', async () => {
    const paid = await till.paid(part)
    till.provider.manner = 'says no'
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUND_FAILED', pointsReturned: 0 })
    till.provider.manner = 'does'
    const input = { paymentId: paid.paymentId }
    const retry = 'mutation ($input: RetryRefundInput!) { retryRefund(input: $input) { userErrors { code } } }'
    await till.ask('park', 'ADMIN', retry, { input })
    await till.becomes(paid.paymentId, { status: 'REFUNDED', pointsReturned: 1_200 })
    const refundId = refundKey(paid.paymentId, 2)
    await till.provider.bounceRefund(refundId)
    await recordLateRefundFailure(till.replica, { refundId, errorCode: 'ACCOUNT_CLOSED' })
    await till.ask('park', 'ADMIN', retry, { input })
    await till.becomes(paid.paymentId, { status: 'REFUNDED', pointsReturned: 1_200 })
    expect((await till.booked(paid.paymentId)).filter(([kind]) => kind.startsWith('POINT'))).toEqual([
      ['POINT_USE', 1_200],
      ['POINT_RETURN', -1_200],
    ])
    expect(till.held(paid.paymentId)).toBe(0)
  })

  test('P7 N13 goodwill that keeps the loan says so', async () => {
    const refund = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { userErrors { code } } }'
    const [kept, ended] = [await till.paid(), await till.paid()]
    await till.ask('park', 'ADMIN', refund, { input: { paymentId: kept.paymentId, keepLoan: true } })
    await till.ask('park', 'ADMIN', refund, { input: { paymentId: ended.paymentId } })
    for (const { paymentId } of [kept, ended]) await till.becomes(paymentId, { status: 'REFUNDED' })
    expect((await till.events(kept.rentalId)).at(-1)?.data).toMatchObject({ reason: 'ADMIN', keepLoan: true })
    expect((await till.events(ended.rentalId)).at(-1)?.data).not.toHaveProperty('keepLoan')
  })

  test('V4 the database itself refuses points that are used and not booked, or taken twice', async () => {
    const { paymentId } = await till.paid(part)
    const lost = till.db.updateTable('payment').set({ points_returned: 1_200 }).where('id', '=', paymentId).execute()
    await expect(lost).rejects.toThrow(/1200 points/)
    const early = { status: 'PAID', paid_date: new Date(), points_used: 0 } as const
    const unpaid = till.db.updateTable('payment').set(early).where('id', '=', paymentId).execute()
    await expect(unpaid).rejects.toMatchObject({ constraint: 'payment_points_first' })
    await eventually(async () => expect(await till.deadLetters()).toEqual([]))
  })
})
