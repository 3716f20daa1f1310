import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { PaymentUnderTest } from './testing/payment-under-test.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterEach(() => {
  till.provider.manner = 'does'
})
afterAll(() => till.close())

const payment = `query ($id: ID!) { payment(id: $id) {
  id rentalId status method attemptNo chargedAmount refundedAmount paidDate refundedDate refundRetryAfter
  ledger { kind account amount time } } }`
const refund = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) {
  payment { id status } userErrors { code message field } } }`
const retry = `mutation ($input: RetryRefundInput!) { retryRefund(input: $input) {
  payment { id status } userErrors { code message field } } }`
const codesOf = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) =>
  errors?.map(({ extensions }) => extensions.code)

describe('payment(id)', () => {
  test('its member sees it, with the double-entry ledger; so does a librarian', async () => {
    const { rentalId, paymentId } = await till.paid({ rentalFee: 4_500 })
    const seen = await till.ask('kim', 'MEMBER', payment, { id: paymentId })
    expect(seen.errors).toBeUndefined()
    expect(seen.data).toEqual({
      payment: {
        id: paymentId,
        rentalId,
        status: 'PAID',
        method: 'PROVIDER',
        attemptNo: 1,
        chargedAmount: 4_500,
        refundedAmount: 0,
        paidDate: expect.stringMatching(/Z$/),
        refundedDate: null,
        refundRetryAfter: null,
        ledger: [
          { kind: 'CHARGE', account: 'PROVIDER', amount: 4_500, time: expect.stringMatching(/Z$/) },
          { kind: 'CHARGE', account: 'RENTAL_REVENUE', amount: -4_500, time: expect.stringMatching(/Z$/) },
        ],
      },
    })
    expect((await till.ask('park', 'ADMIN', payment, { id: paymentId.toUpperCase() })).data).toEqual(seen.data)
  })

  test('another member sees nothing, and neither does what is no id; who is nobody is told so', async () => {
    const { paymentId } = await till.paid()
    expect(await till.ask('lee', 'MEMBER', payment, { id: paymentId })).toEqual({ data: { payment: null } })
    for (const id of [randomUUID(), 'nonsense', '', `${paymentId}'--`]) {
      expect(await till.ask('kim', 'MEMBER', payment, { id })).toEqual({ data: { payment: null } })
    }
    expect(codesOf(await till.ask(undefined, 'MEMBER', payment, { id: paymentId }))).toEqual(['UNAUTHENTICATED'])
  })

  test('C28 entities are authorised like any resolver, in one statement', async () => {
    const mine = [await till.paid(), await till.paid()]
    const foreign = await till.paid({ userId: 'lee' })
    const ids = [...mine, foreign].map(({ paymentId }) => paymentId).concat(randomUUID(), 'nonsense')
    const representations = ids.map((id) => ({ __typename: 'Payment', id }))
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Payment { id status chargedAmount } } }`
    const told = mine.map(({ paymentId }) => ({ id: paymentId, status: 'PAID', chargedAmount: 3_000 }))
    const answer = await till.ask('kim', 'MEMBER', query, { representations })
    expect(answer).toEqual({ data: { _entities: [...told, null, null, null] } })
    expect(codesOf(await till.ask(undefined, 'MEMBER', query, { representations }))).toContain('UNAUTHENTICATED')
  })
})

describe('a librarian', () => {
  test('P7 P14 refunds as goodwill, in their own name; asked again it is the same refund', async () => {
    const paid = await till.paid()
    const input = { paymentId: paid.paymentId }
    const first = await till.ask('park', 'ADMIN', refund, { input })
    expect(first.data).toMatchObject({ refundPayment: { payment: { id: paid.paymentId }, userErrors: [] } })
    await till.becomes(paid.paymentId, { status: 'REFUNDED' })
    const again = await till.ask('park', 'ADMIN', refund, { input })
    expect(again.data).toEqual({
      refundPayment: { payment: { id: paid.paymentId, status: 'REFUNDED' }, userErrors: [] },
    })
    const refunded = (await till.events(paid.rentalId)).at(-1)
    expect(refunded).toMatchObject({ actor: 'ADMIN:park', data: { reason: 'ADMIN', amount: 3_000 } })
    expect(till.held(paid.paymentId)).toBe(0)
    const seen = await till.ask('kim', 'MEMBER', payment, { id: paid.paymentId })
    expect(seen.data).toMatchObject({
      payment: { status: 'REFUNDED', refundedAmount: 3_000, refundedDate: expect.any(String), refundRetryAfter: null },
    })
  })

  test('P15 is told that nothing was charged, or that there is no such payment, and nothing changes', async () => {
    till.provider.manner = 'says no'
    const reply = await till.pay()
    const paymentId = reply.outcome === 'DECLINED' ? reply.paymentId : ''
    const field = ['input', 'paymentId']
    expect((await till.ask('park', 'ADMIN', refund, { input: { paymentId } })).data).toMatchObject({
      refundPayment: { payment: { status: 'DECLINED' }, userErrors: [{ code: 'NOTHING_TO_REFUND', field }] },
    })
    expect((await till.ask('park', 'ADMIN', retry, { input: { paymentId } })).data).toMatchObject({
      retryRefund: { payment: { status: 'DECLINED' }, userErrors: [{ code: 'REFUND_NOT_FAILED', field }] },
    })
    for (const unknown of [randomUUID(), 'nonsense']) {
      for (const mutation of [refund, retry]) {
        const { data } = await till.ask('park', 'ADMIN', mutation, { input: { paymentId: unknown } })
        const [payload] = Object.values(data ?? {})
        expect(payload).toMatchObject({ payment: null, userErrors: [{ code: 'PAYMENT_NOT_FOUND', field }] })
      }
    }
    expect(await till.payment(paymentId)).toMatchObject({ status: 'DECLINED', refund: null })
  })

  test('C28 who is the member as well gives nothing back to themselves', async () => {
    const { paymentId } = await till.paid()
    for (const mutation of [refund, retry]) {
      const { data } = await till.ask('kim', 'ADMIN', mutation, { input: { paymentId } })
      const [payload] = Object.values(data ?? {})
      const own = { code: 'OWN_RENTAL', field: ['input', 'paymentId'] }
      expect(payload).toMatchObject({ payment: { status: 'PAID' }, userErrors: [own] })
    }
    expect(await till.payment(paymentId)).toMatchObject({ status: 'PAID', refund: null })
  })

  test('C28 and nobody else may', async () => {
    const { paymentId } = await till.paid()
    for (const mutation of [refund, retry]) {
      const input = { paymentId }
      expect(codesOf(await till.ask('kim', 'MEMBER', mutation, { input }))).toEqual(['FORBIDDEN'])
      expect(codesOf(await till.ask(undefined, 'MEMBER', mutation, { input }))).toEqual(['UNAUTHENTICATED'])
    }
    expect(await till.payment(paymentId)).toMatchObject({ status: 'PAID' })
  })
})
