import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { PaymentProcess } from './testing/payment-process.ts'

let till: PaymentProcess

beforeAll(async () => {
  till = await PaymentProcess.open()
})
afterEach(async () => {
  till.promotion.manner = 'locks'
  await till.kill()
})
afterAll(() => till.close())

/** Exactly one refund, whatever was interrupted. */
async function convergesToOneRefund({ rentalId, paymentId }: { rentalId: string; paymentId: string }): Promise<void> {
  await till.becomes(paymentId, { status: 'REFUNDED' })
  expect(await till.said(rentalId)).toEqual(['Paid', 'Refunded'])
  expect(await till.provided(paymentId)).toEqual({ charges: ['CHARGED'], refunds: ['REFUNDED'] })
  expect(await till.booked(paymentId)).toEqual([
    ['CHARGE', 3_000],
    ['REFUND', -3_000],
  ])
  expect(new Set(till.promotion.attemptsOf(paymentId))).toEqual(new Set([1]))
  await till.restsInPeace(paymentId)
  await eventually(async () => {
    const waiting = await till.db.selectFrom('unpublished').select('pos').execute()
    expect(waiting, 'what was committed is published').toEqual([])
  })
}

describe('kill -9', () => {
  test('C3 P4 case 3: after the provider charged and before payment knew: found by its key, charged once, said once', async () => {
    await till.start('slowly')
    const rentalId = randomUUID()
    const reply = till.pay({ rentalId }).catch(() => 'no reply')
    const { id } = await eventually(async () => {
      const [payment] = await till.paymentsOf(rentalId)
      expect((await till.provided(payment?.id ?? randomUUID())).charges).toEqual(['CHARGED'])
      return payment ?? { id: '' }
    })
    await till.kill()
    expect(await till.payment(id)).toMatchObject({ status: 'REQUESTED' })
    expect(await till.said(rentalId)).toEqual([])
    await till.start()
    expect(await till.pay({ rentalId })).toMatchObject({ paymentId: id })
    await till.becomes(id, { status: 'PAID' })
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PAID', paymentId: id, chargedAmount: 3_000 })
    expect(await till.provided(id)).toEqual({ charges: ['CHARGED'], refunds: [] })
    expect(await till.said(rentalId)).toEqual(['Paid'])
    expect(await till.booked(id)).toEqual([['CHARGE', 3_000]])
    await reply
  })

  test('P4: before the charge arrived: sent again under the same key', async () => {
    await till.start('slowly')
    const rentalId = randomUUID()
    const reply = till.pay({ rentalId }).catch(() => 'no reply')
    const { id } = await eventually(async () => {
      const [payment] = await till.paymentsOf(rentalId)
      expect(payment).toBeDefined()
      return payment ?? { id: '' }
    })
    await till.kill()
    expect((await till.provided(id)).charges).toEqual([])
    await till.start()
    await till.becomes(id, { status: 'PAID' })
    expect(await till.provided(id)).toEqual({ charges: ['CHARGED'], refunds: [] })
    await reply
  })

  test('P4 P2a: after the provider opened its page and before payment knew: the same page again, and one', async () => {
    await till.start('slowly', 'always')
    const rentalId = randomUUID()
    const reply = till.pay({ rentalId }).catch(() => 'no reply')
    const { id } = await eventually(async () => {
      const [payment] = await till.paymentsOf(rentalId)
      expect((await till.provided(payment?.id ?? randomUUID())).charges).toEqual(['OPEN'])
      return payment ?? { id: '' }
    })
    await till.kill()
    expect(await till.payment(id)).toMatchObject({ status: 'REQUESTED', action: null })
    await till.start(undefined, 'always')
    const ref = (await till.pageOf(id)) ?? ''
    await till.becomes(id, { action: expect.objectContaining({ ref, url: expect.stringContaining(ref) }) })
    expect(await till.provided(id)).toEqual({ charges: ['OPEN'], refunds: [] })
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired'])
    await reply
  })

  test('N14 P1a: after promotion took the points, and before that was committed: taken once, the rest charged once', async () => {
    await till.start()
    till.promotion.manner = 'locks and loses the reply'
    const rentalId = randomUUID()
    const reply = till.pay({ rentalId, pointsToUse: 1_200 }).catch(() => 'no reply')
    const { id } = await eventually(async () => {
      const [payment] = await till.paymentsOf(rentalId)
      expect(till.promotion.spent.get(payment?.id ?? '')).toBe(1_200)
      return payment ?? { id: '' }
    })
    await till.kill()
    expect(await till.payment(id)).toMatchObject({ status: 'REQUESTED', pointsUsed: 0 })
    till.promotion.manner = 'locks'
    await till.start()
    await till.becomes(id, { status: 'PAID', pointsUsed: 1_200, chargedAmount: 1_800 })
    expect(till.promotion.balance).toBe(98_800)
    expect(await till.provided(id)).toEqual({ charges: ['CHARGED'], refunds: [] })
    expect(await till.said(rentalId)).toEqual(['Paid'])
    await reply
  })

  test('N14 P1b: after the points were taken for good, before the provider was asked for the rest', async () => {
    await till.start('slowly')
    const rentalId = randomUUID()
    const reply = till.pay({ rentalId, pointsToUse: 1_200 }).catch(() => 'no reply')
    const { id } = await eventually(async () => {
      const [payment] = await till.paymentsOf(rentalId)
      expect(payment).toMatchObject({ status: 'REQUESTED', pointsUsed: 1_200 })
      return payment ?? { id: '' }
    })
    await till.kill()
    expect((await till.provided(id)).charges).toEqual([])
    await till.start()
    await till.becomes(id, { status: 'PAID' })
    expect(await till.booked(id)).toEqual([
      ['CHARGE', 1_800],
      ['POINT_USE', 1_200],
    ])
    await reply
  })

  test('case 4.1: before the refund’s beginning was committed', async () => {
    await till.start()
    const paid = await till.paid()
    const refused = await till.db.transaction().execute(async (tx) => {
      await tx.selectFrom('payment').select('id').where('id', '=', paid.paymentId).forUpdate().execute()
      const event = await till.refuse(paid)
      await eventually(async () => expect(await till.isHeldUp()).toBe(true))
      await till.kill()
      return event
    })
    expect(await till.payment(paid.paymentId)).toMatchObject({ status: 'PAID' })
    await till.start()
    // The broker waits 30 s for the acknowledgement of a dead process; the producer's repair is quicker.
    await till.book.publish(refused)
    await convergesToOneRefund(paid)
  })

  test('case 4.2: after it, before the points were locked', async () => {
    await till.start()
    const paid = await till.paid()
    till.promotion.manner = 'does not answer'
    await till.refuse(paid)
    await eventually(() => expect(till.promotion.attemptsOf(paid.paymentId)).not.toEqual([]))
    await till.kill()
    till.promotion.manner = 'locks'
    await till.start()
    await convergesToOneRefund(paid)
  })

  test('case 4.3: after the points were locked, before that was committed', async () => {
    await till.start()
    const paid = await till.paid()
    till.promotion.manner = 'locks and loses the reply'
    await till.refuse(paid)
    await eventually(() => expect(till.promotion.locked).toContain(`${paid.paymentId}:1`))
    await till.kill()
    expect(await till.payment(paid.paymentId)).toMatchObject({ refund: { step: 'POINTS' } })
    till.promotion.manner = 'locks'
    await till.start()
    await convergesToOneRefund(paid)
  })

  test('case 4.4: after that was committed, before the provider gave anything back', async () => {
    await till.start()
    const paid = await till.paid()
    await till.kill()
    await till.start('slowly')
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDING', refund: expect.objectContaining({ step: 'PROVIDER' }) })
    await till.kill()
    expect((await till.provided(paid.paymentId)).refunds).toEqual([])
    await till.start()
    await convergesToOneRefund(paid)
    expect(till.promotion.attemptsOf(paid.paymentId)).toEqual([1])
  })

  test('case 4.5: after the provider gave it back, before that was committed', async () => {
    await till.start()
    const paid = await till.paid()
    await till.kill()
    await till.start('slowly')
    await till.refuse(paid)
    await eventually(async () => expect((await till.provided(paid.paymentId)).refunds).toEqual(['REFUNDED']))
    await till.kill()
    expect(await till.payment(paid.paymentId)).toMatchObject({ status: 'REFUNDING' })
    await till.start()
    await convergesToOneRefund(paid)
  })

  test('case 4.6: after that was committed', async () => {
    await till.start()
    const paid = await till.paid()
    await till.refuse(paid)
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    await till.kill()
    await till.start()
    await convergesToOneRefund(paid)
  })
})
