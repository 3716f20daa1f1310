import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { chargeKey } from './payment/state.ts'
import { PaymentUnderTest } from './testing/payment-under-test.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
  await till.start()
})
afterEach(() => {
  till.provider.manner = 'does'
  till.provider.arrival = Promise.resolve()
})
afterAll(() => till.close())

const terms = { amount: 3_000, orderName: 'E-book rental', returnUrl: 'http://localhost:4000', expiresAt: new Date() }

describe('canceled while it was not paid', () => {
  test('P6 case 12: a cancellation before any payment leaves a tombstone, and a late pay() takes nothing', async () => {
    const rentalId = randomUUID()
    await till.cancel(rentalId)
    await eventually(async () => expect(await till.said(rentalId)).toEqual(['PayVoided']))
    expect((await till.events(rentalId))[0]?.data).toEqual({ paymentId: null, rentalId })
    const asked = till.provider.calls.length
    for (const attemptNo of [1, 2])
      expect(await till.pay({ rentalId, attemptNo })).toMatchObject({ outcome: 'RENT_CANCELED' })
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
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject({ outcome: 'RENT_CANCELED' })
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
    expect(await till.provider.begin({ ...terms, key: chargeKey(payment?.id ?? '') })).toEqual({ kind: 'voided' })
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'RENT_CANCELED' })
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
    till.provider.charges.set(chargeKey(payment?.id ?? ''), {
      amount: 3_000,
      status: 'declined',
      expiresAt: new Date(),
    })
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
