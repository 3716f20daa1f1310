import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { chargeKey } from './payment/state.ts'
import { PaymentUnderTest } from './testing/payment-under-test.ts'
import { BOOK_ID } from './testing/surroundings.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterEach(() => {
  till.provider.manner = 'does'
  till.promotion.manner = 'locks'
})
afterAll(() => till.close())

const many = (n: number) => Array.from({ length: n }, (_, index) => index)

describe('pay', () => {
  test('F3 P1 P2 charges the fee and says Paid, with the rental’s id as correlation', async () => {
    const rentalId = randomUUID()
    const reply = await till.pay({ rentalId, rentalFee: 4_500 })
    expect(reply).toMatchObject({ outcome: 'PAID', chargedAmount: 4_500 })
    const [payment] = await till.paymentsOf(rentalId)
    expect(payment).toMatchObject({ status: 'PAID', method: 'PROVIDER', attemptNo: 1, chargedAmount: 4_500 })
    expect(await till.history(payment?.id ?? '')).toEqual(['PaymentRequested', 'Paid'])
    expect(await till.booked(payment?.id ?? '')).toEqual([['CHARGE', 4_500]])
    expect(till.held(payment?.id ?? '')).toBe(4_500)
    const [paid, ...more] = await till.events(rentalId)
    expect(more).toEqual([])
    expect(paid).toMatchObject({
      type: 'ebook.payment.Paid.v1',
      subject: payment?.id,
      correlationid: rentalId,
      causationid: 'request-1',
      actor: 'MEMBER:kim',
      data: { paymentId: payment?.id, rentalId, userId: 'kim', bookId: BOOK_ID, chargedAmount: 4_500, pointsUsed: 0 },
    })
    await till.restsInPeace(payment?.id ?? '')
  })

  test('H7 case 3: thirty concurrent pays of one key are one row and one charge, and all hear it', async () => {
    const rentalId = randomUUID()
    const replies = await Promise.all(many(30).map(() => till.pay({ rentalId })))
    const [payment, ...others] = await till.paymentsOf(rentalId)
    expect(others).toEqual([])
    const paid = { outcome: 'PAID', paymentId: payment?.id, chargedAmount: 3_000 }
    expect(replies).toMatchObject(many(30).map(() => paid))
    expect(till.provider.callsOf(chargeKey(payment?.id ?? ''))).toEqual(['begin'])
    expect(await till.said(rentalId)).toEqual(['Paid'])
  })

  test('H7 case 3: of three replicas asked at once only one charges; the others answer PENDING, and PAID later', async () => {
    await till.start()
    await till.start()
    const rentals = many(10).map(() => randomUUID())
    const asked = rentals.flatMap((rentalId) => many(6).map(() => rentalId))
    const replies = await Promise.all(asked.map((rentalId) => till.pay({ rentalId })))
    expect(replies.filter(({ outcome }) => outcome !== 'PAID' && outcome !== 'PENDING')).toEqual([])
    for (const rentalId of rentals) {
      const [payment, ...others] = await till.paymentsOf(rentalId)
      expect(others).toEqual([])
      await till.becomes(payment?.id ?? '', { status: 'PAID' })
      expect(till.provider.callsOf(chargeKey(payment?.id ?? ''))).toEqual(['begin'])
      expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PAID', paymentId: payment?.id })
    }
  })

  test('P3 R4 declined; the same key again is the same answer, the next attempt a new one', async () => {
    till.provider.manner = 'says no'
    const rentalId = randomUUID()
    const declined = await till.pay({ rentalId })
    expect(declined).toMatchObject({ outcome: 'DECLINED', attemptNo: 1, reasonCode: 'CARD_DECLINED' })
    till.provider.manner = 'does'
    expect(await till.pay({ rentalId })).toEqual(declined)
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject({ outcome: 'PAID' })
    expect(await till.said(rentalId)).toEqual(['PayDeclined', 'Paid'])
    const [first, second] = await till.paymentsOf(rentalId)
    expect(await till.booked(first?.id ?? '')).toEqual([])
    expect(await till.booked(second?.id ?? '')).toEqual([['CHARGE', 3_000]])
  })

  test('P4 case 3: the provider’s reply is lost: PENDING, then found by its key, and never charged again', async () => {
    till.provider.manner = 'loses the reply'
    const rentalId = randomUUID()
    const reply = await till.pay({ rentalId })
    expect(reply).toMatchObject({ outcome: 'PENDING' })
    const [payment] = await till.paymentsOf(rentalId)
    const paid = await till.becomes(payment?.id ?? '', { status: 'PAID' })
    expect(till.provider.callsOf(chargeKey(paid.id))).toEqual(['begin', 'find'])
    expect(await till.said(rentalId)).toEqual(['Paid'])
    expect(till.held(paid.id)).toBe(3_000)
  })

  test('P4: the call never arrived: sent again under the same key', async () => {
    till.provider.manner = 'loses the call'
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PENDING' })
    const [payment] = await till.paymentsOf(rentalId)
    const key = chargeKey(payment?.id ?? '')
    await eventually(() => expect(till.provider.callsOf(key).length).toBeGreaterThan(3))
    till.provider.manner = 'does'
    await till.becomes(payment?.id ?? '', { status: 'PAID' })
    expect(till.held(payment?.id ?? '')).toBe(3_000)
  })

  test('P4: a provider that is down: nothing is charged until it is back', async () => {
    till.provider.manner = 'is down'
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PENDING' })
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PENDING' })
    till.provider.manner = 'does'
    const [payment] = await till.paymentsOf(rentalId)
    await till.becomes(payment?.id ?? '', { status: 'PAID' })
  })

  test('a free rental is PAID without the provider and without a booking', async () => {
    const asked = till.provider.calls.length
    const { rentalId, paymentId } = await till.paid({ rentalFee: 0 })
    expect(await till.payment(paymentId)).toMatchObject({ status: 'PAID', method: 'FREE', chargedAmount: 0 })
    expect(await till.booked(paymentId)).toEqual([])
    expect(till.provider.calls).toHaveLength(asked)
    expect(await till.said(rentalId)).toEqual(['Paid'])
  })

  test('G7 the same key for another fee, member or title is refused and changes nothing', async () => {
    const { rentalId, paymentId } = await till.paid()
    const before = await till.payment(paymentId)
    for (const other of [{ rentalFee: 1 }, { userId: 'lee' }, { bookId: randomUUID() }]) {
      await expect(till.pay({ rentalId, ...other })).rejects.toThrow(/the service failed/)
    }
    expect(await till.paymentsOf(rentalId)).toEqual([before])
  })

  test('bad input: what is no request is refused with the field’s name', async () => {
    const rentalId = randomUUID()
    for (const [bad, problem] of [
      [{ rentalFee: -1 }, /rentalFee/],
      [{ rentalFee: 0.5 }, /rentalFee/],
      [{ attemptNo: 0 }, /attemptNo/],
      [{ key: `${randomUUID()}:1` }, /key/],
      [{ bookId: 'x' }, /bookId/],
    ] as const) {
      await expect(till.pay({ rentalId, ...bad })).rejects.toThrow(problem)
    }
    expect(await till.paymentsOf(rentalId)).toEqual([])
  })
})

describe('the database itself', () => {
  test('H7 refuses a second live payment of a rental, where the lock is forgotten', async () => {
    const { paymentId } = await till.paid()
    const copy = sql`insert into payment select (jsonb_populate_record(payment,
      ${JSON.stringify({ id: randomUUID(), key: 'another', attempt_no: 2 })})).* from payment where id = ${paymentId}`
    await expect(copy.execute(till.db)).rejects.toMatchObject({ constraint: 'payment_live' })
  })

  test('statement 8: refuses a ledger that does not add up, or disagrees with the payment, or is changed', async () => {
    const { paymentId } = await till.paid()
    const line = (transaction_id: string, amount: number) => ({
      transaction_id,
      payment_id: paymentId,
      kind: 'REFUND' as const,
      account: 'PROVIDER' as const,
      amount,
    })
    const lopsided = till.db.insertInto('ledger_line').values(line(randomUUID(), -3_000)).execute()
    await expect(lopsided).rejects.toThrow(/does not add up/)
    const last = till.db.transaction().execute(async (tx) => {
      // The check is at a transaction's last line of a payment, and is of all its lines.
      for (const [transaction, amount] of [
        [randomUUID(), 500],
        [randomUUID(), -500],
      ] as const)
        await tx.insertInto('ledger_line').values(line(transaction, amount)).execute()
    })
    await expect(last).rejects.toThrow(/does not add up/)
    const { paymentId: other } = await till.paid()
    const both = [line(randomUUID(), -500), { ...line(randomUUID(), -500), payment_id: other }]
    await expect(till.db.insertInto('ledger_line').values(both).execute()).rejects.toThrow(/does not add up/)
    const id = randomUUID()
    const unbacked = [line(id, -3_000), { ...line(id, 3_000), account: 'RENTAL_REVENUE' as const }]
    await expect(till.db.insertInto('ledger_line').values(unbacked).execute()).rejects.toThrow(/the ledger holds 0/)
    const unbooked = { status: 'DECLINED', charged_amount: 0, paid_date: null } as const
    await expect(till.db.updateTable('payment').set(unbooked).where('id', '=', paymentId).execute()).rejects.toThrow(
      /the ledger holds 3000/,
    )
    await expect(till.db.updateTable('ledger_line').set({ amount: 1 }).execute()).rejects.toThrow(/only appended/)
    expect(await till.booked(paymentId)).toEqual([['CHARGE', 3_000]])
  })

  test('PN1 refuses REFUNDED without the points', async () => {
    const { paymentId } = await till.paid()
    const early = { status: 'REFUNDED', refund_attempt: 1, refund_reason: 'ADMIN', refund_step: 'POINTS' } as const
    const update = till.db.updateTable('payment').set(early).where('id', '=', paymentId).execute()
    await expect(update).rejects.toMatchObject({ code: '23514' })
  })
})
