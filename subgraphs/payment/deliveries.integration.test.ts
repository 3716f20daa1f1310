import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
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
