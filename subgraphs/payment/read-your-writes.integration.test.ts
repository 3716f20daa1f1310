import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PaymentUnderTest } from './testing/payment-under-test.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterEach(() => {
  till.provider.manner = 'does'
})
afterAll(() => till.close())

const idsOf = async (rentalId: string) => (await till.events(rentalId)).map(({ id }) => id)

const refund = `mutation ($input: RefundPaymentInput!) {
  refundPayment(input: $input) { payment { status } userErrors { code } } }`

async function refunds(paymentId: string) {
  const { data, extensions } = await till.ask('park', 'ADMIN', refund, { input: { paymentId } })
  return { payload: data?.['refundPayment'], restsOn: extensions?.consistency ?? [] }
}

test('statement 22 the answer of pay names its event: Paid, also when the key is used again', async () => {
  const rentalId = randomUUID()
  const { eventIds } = await till.pay({ rentalId })
  expect(eventIds).toHaveLength(1)
  expect(eventIds).toEqual(await idsOf(rentalId))
  expect((await till.pay({ rentalId })).eventIds).toEqual(eventIds)
})

test('statement 22 PayDeclined is named too; a payment without an outcome has no event', async () => {
  till.provider.manner = 'says no'
  const declined = randomUUID()
  expect(await till.pay({ rentalId: declined })).toMatchObject({
    outcome: 'DECLINED',
    eventIds: await idsOf(declined),
  })
  till.provider.manner = 'loses the call'
  expect(await till.pay()).toMatchObject({ outcome: 'PENDING', eventIds: [] })
})

test('statement 22 a refund that has only begun rests on what the payment said last', async () => {
  const paid = await till.paid()
  const ids = await idsOf(paid.rentalId)
  const { payload, restsOn } = await refunds(paid.paymentId)
  expect(payload).toMatchObject({ userErrors: [] })
  expect(restsOn).toEqual(ids)
  await till.becomes(paid.paymentId, { status: 'REFUNDED' })
  // Who repeats it learns of the money that has been given back since.
  expect((await refunds(paid.paymentId)).restsOn).toEqual((await idsOf(paid.rentalId)).slice(-1))
})

test('statement 22 a payment that there is not rests on nothing', async () => {
  expect((await refunds(randomUUID())).restsOn).toEqual([])
})
