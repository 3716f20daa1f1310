import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { chargeKey } from './payment/state.ts'
import { PaymentUnderTest, type Answer } from './testing/payment-under-test.ts'
import { proofOf } from './testing/scripted-provider.ts'

let till: PaymentUnderTest

beforeAll(async () => {
  till = await PaymentUnderTest.open()
})
afterEach(() => {
  till.provider.manner = 'does'
})
afterAll(() => till.close())

/** A payment that waits for its member, who is kim. */
async function waiting() {
  till.provider.manner = 'wants the member'
  const paying = waitingToo()
  return paying.finally(() => {
    till.provider.manner = 'does'
  })
}

async function waitingToo() {
  const rentalId = randomUUID()
  const reply = await till.pay({ rentalId })
  if (reply.outcome !== 'ACTION_REQUIRED') throw new Error(`does not wait: ${reply.outcome}`)
  const { paymentId } = reply
  return { rentalId, paymentId, key: chargeKey(paymentId), reply }
}

const taskOf = (paymentId: string) =>
  till.db
    .selectFrom('payment_task')
    .selectAll()
    .select(sql<number>`extract(epoch from due_at - now())::float8`.as('inSeconds'))
    .where('payment_id', '=', paymentId)
    .executeTakeFirst()

/** As after that long: its next look is due, and it is looked at. */
async function lookNow(paymentId: string) {
  await till.db
    .updateTable('payment_task')
    .set({ due_at: sql`now()` })
    .where('payment_id', '=', paymentId)
    .execute()
  till.replica.wake()
}

const COMPLETE = `mutation ($input: CompletePaymentInput!) { completePayment(input: $input) {
  payment { id status action { url expiresAt } } userErrors { code field } } }`
interface Completed {
  readonly payment: { readonly status: string; readonly action: object | null } | null
  readonly userErrors: readonly { readonly code: string }[]
}
async function complete(paymentId: string, proof: string | null = null, sub = 'kim'): Promise<Completed> {
  const answer = await till.ask(sub, 'MEMBER', COMPLETE, { input: { paymentId, proof } })
  return answer.data?.['completePayment'] as Completed
}

const actionSeen = ({ data }: Answer) => (data?.['payment'] as { action: object | null } | null)?.action

describe('a payment that its member has to act for', () => {
  test('P2a the reference is committed, others hear that it waits but not where, and nothing is charged', async () => {
    const { rentalId, paymentId, key, reply } = await waiting()
    const payment = await till.payment(paymentId)
    expect(payment).toMatchObject({ status: 'REQUESTED', chargedAmount: 0, action: { ref: `ref:${key}` } })
    expect(await till.history(paymentId)).toEqual(['PaymentRequested', 'PaymentActionRequired'])
    const [event, ...more] = await till.events(rentalId)
    expect(more).toEqual([])
    const expiresAt = payment?.action?.expiresAt.toISOString()
    const about = { paymentId, rentalId, userId: 'kim', bookId: expect.any(String), attemptNo: 1, expiresAt }
    expect(event).toMatchObject({ type: 'ebook.payment.PaymentActionRequired.v1' })
    expect(event?.data).toEqual(about)
    expect(JSON.stringify(event)).not.toContain('bank.example')
    expect(reply).toMatchObject({ expiresAt, eventIds: [event?.id] })
    expect(till.held(paymentId)).toBe(0)
    expect(await till.booked(paymentId)).toEqual([])
    const task = await taskOf(paymentId)
    expect(task?.kind).toBe('ACTION')
    expect(task?.inSeconds).toBeGreaterThan(1)
  })

  test('P2a the same attempt again is the same page: one session, however often it is asked for', async () => {
    const { rentalId, reply, key } = await waiting()
    const again = await Promise.all(Array.from({ length: 5 }, () => till.pay({ rentalId })))
    for (const one of again) expect(one).toEqual(reply)
    expect(till.provider.callsOf(key)).toEqual(['begin'])
  })

  test('P2a where to pay only the member is shown, and only while it waits', async () => {
    const { paymentId, key } = await waiting()
    const query = `{ payment(id: "${paymentId}") { action { url expiresAt } } }`
    const expiresAt = till.provider.charges.get(key)?.expiresAt.toISOString()
    expect(actionSeen(await till.ask('kim', 'MEMBER', query))).toEqual({
      url: `https://bank.example/${key}`,
      expiresAt,
    })
    expect(actionSeen(await till.ask('park', 'ADMIN', query))).toBeNull()
    expect((await till.ask('lee', 'MEMBER', query)).data).toEqual({ payment: null })
    till.provider.act(key, 'charged')
    await complete(paymentId)
    expect(actionSeen(await till.ask('kim', 'MEMBER', query))).toBeNull()
  })

  test('P4’ killed, or unanswered, between the beginning and its commit: begun again with the same terms, the same page', async () => {
    till.provider.manner = 'loses the reply'
    const rentalId = randomUUID()
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PENDING' })
    const [payment] = await till.paymentsOf(rentalId)
    const key = chargeKey(payment?.id ?? '')
    // The provider had opened its page, and cannot be asked by our key alone.
    till.provider.charges.delete(key)
    till.provider.manner = 'wants the member'
    await till.becomes(payment?.id ?? '', { action: expect.objectContaining({ ref: `ref:${key}` }) })
    const [first, ...others] = till.provider.terms.get(key) ?? []
    expect(first).toMatchObject({ amount: 3_000, returnUrl: `http://localhost:4000/pay/return?rental=${rentalId}` })
    expect(others.length).toBeGreaterThan(0)
    for (const other of others) expect(other).toEqual(first)
  })

  test('P2b the member is back: asked once more, PAID, with one charge of however many tabs', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'charged')
    const tabs = await Promise.all([complete(paymentId, proofOf(key)), complete(paymentId), complete(paymentId)])
    for (const tab of tabs) expect(tab).toMatchObject({ payment: { status: 'PAID', action: null }, userErrors: [] })
    expect(await complete(paymentId, proofOf(key))).toMatchObject({ payment: { status: 'PAID' }, userErrors: [] })
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'Paid'])
    expect((await till.events(rentalId))[1]).toMatchObject({ actor: 'MEMBER:kim' })
    expect(await till.booked(paymentId)).toEqual([['CHARGE', 3_000]])
    await till.restsInPeace(paymentId)
  })

  test('P2b a closed tab changes nothing: the timer finds what the member did', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'charged')
    await lookNow(paymentId)
    await till.becomes(paymentId, { status: 'PAID', chargedAmount: 3_000 })
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'Paid'])
  })

  test('P2b nothing done yet: looked at again, ever less often, and coming back without it changes nothing', async () => {
    const { paymentId } = await waiting()
    const waits: number[] = []
    for (const tries of [2, 3]) {
      await lookNow(paymentId)
      await eventually(async () => expect(await taskOf(paymentId)).toMatchObject({ tries }))
      waits.push((await taskOf(paymentId))?.inSeconds ?? 0)
    }
    expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) + 10)
    expect(await complete(paymentId)).toMatchObject({
      payment: { status: 'REQUESTED', action: { url: expect.any(String) } },
      userErrors: [],
    })
  })

  test('P2e the member declined: DECLINED, and the next attempt has a page of its own', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'declined')
    expect(await complete(paymentId)).toMatchObject({ payment: { status: 'DECLINED' }, userErrors: [] })
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'DECLINED', reasonCode: 'CARD_DECLINED' })
    till.provider.manner = 'wants the member'
    const next = await till.pay({ rentalId, attemptNo: 2 })
    expect(next).toMatchObject({ outcome: 'ACTION_REQUIRED' })
    expect('paymentId' in next && next.paymentId).not.toBe(paymentId)
  })

  test('P2d their time is over, and nobody canceled: the page is closed, and they may try again', async () => {
    const { rentalId, paymentId, key } = await waiting()
    await till.db
      .updateTable('payment')
      .set({ action_expires_at: new Date(0) })
      .where('id', '=', paymentId)
      .execute()
    const charge = till.provider.charges.get(key)
    if (charge) charge.expiresAt = new Date(0)
    await lookNow(paymentId)
    await till.becomes(paymentId, { status: 'DECLINED', declineReason: 'ACTION_EXPIRED' })
    expect(till.provider.callsOf(key)).toEqual(['begin', 'find', 'void'])
    till.provider.act(key, 'charged')
    expect(till.held(paymentId)).toBe(0)
    expect(await till.pay({ rentalId, attemptNo: 2 })).toMatchObject({ outcome: 'PAID' })
  })

  test('P2d canceled: the page is closed, and who pays then does not', async () => {
    const { rentalId, paymentId, key } = await waiting()
    await till.cancel(rentalId)
    await till.becomes(paymentId, { status: 'VOIDED' })
    till.provider.act(key, 'charged')
    expect(till.held(paymentId)).toBe(0)
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'PayVoided'])
    expect(await complete(paymentId)).toMatchObject({ userErrors: [{ code: 'NOT_WAITING_FOR_YOU' }] })
  })

  test('P2d canceled when they had paid: Paid is said, and all of it goes back', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'charged')
    await till.cancel(rentalId, 'PAYMENT_TIMEOUT')
    await till.becomes(paymentId, { status: 'REFUNDED' })
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'Paid', 'Refunded'])
    expect(till.held(paymentId)).toBe(0)
  })

  test('P2d twenty who pay while they cancel: nobody’s money is kept', async () => {
    till.provider.manner = 'wants the member'
    const all = await Promise.all(Array.from({ length: 20 }, waitingToo))
    till.provider.manner = 'does'
    await Promise.all(
      all.flatMap(({ rentalId, paymentId, key }) => [
        till.cancel(rentalId),
        Promise.resolve().then(() => till.provider.act(key, 'charged')),
        complete(paymentId),
      ]),
    )
    for (const { paymentId } of all) {
      await eventually(async () => {
        expect(['VOIDED', 'REFUNDED']).toContain((await till.payment(paymentId))?.status)
        expect(till.held(paymentId)).toBe(0)
      })
    }
  })

  test('P2c another amount than was asked for is never PAID: it goes back, and the member may try again', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'charged', 2_999)
    till.provider.manner = 'says no'
    await complete(paymentId)
    expect(await till.payment(paymentId)).toMatchObject({ status: 'REQUESTED', chargedAmount: 0, wrongCharge: 2_999 })
    expect(await complete(paymentId)).toMatchObject({ userErrors: [{ code: 'NOT_WAITING_FOR_YOU' }] })
    expect(await till.pay({ rentalId })).toMatchObject({ outcome: 'PENDING' })
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired'])
    till.provider.refunds.clear()
    till.provider.manner = 'does'
    await till.becomes(paymentId, { status: 'DECLINED', declineReason: 'WRONG_AMOUNT' })
    expect(till.held(paymentId)).toBe(0)
    expect(await till.booked(paymentId)).toEqual([])
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'PayDeclined'])
  })
})

describe('bad input: completePayment', () => {
  test('a made-up proof is refused and changes nothing; the true one is still good', async () => {
    const { paymentId, key } = await waiting()
    till.provider.act(key, 'charged')
    for (const proof of ['made up', 'x'.repeat(501), '\u0000']) {
      const { payment, userErrors } = await complete(paymentId, proof)
      expect(userErrors).toEqual([{ code: 'PROOF_REFUSED', field: ['input', 'proof'] }])
      expect(payment).toMatchObject({ status: 'REQUESTED' })
    }
    expect(await complete(paymentId, proofOf(key))).toMatchObject({ payment: { status: 'PAID' } })
  })

  test('another member’s payment, and none at all, is not found', async () => {
    const { paymentId } = await waiting()
    const notFound = { payment: null, userErrors: [{ code: 'PAYMENT_NOT_FOUND', field: ['input', 'paymentId'] }] }
    expect(await complete(paymentId, null, 'lee')).toEqual(notFound)
    expect(await complete(randomUUID())).toEqual(notFound)
    expect(await complete('x')).toEqual(notFound)
  })

  test('a payment that needs nothing of its member does not wait for them', async () => {
    const { paymentId } = await till.paid()
    expect(await complete(paymentId)).toMatchObject({
      payment: { status: 'PAID' },
      userErrors: [{ code: 'NOT_WAITING_FOR_YOU' }],
    })
  })
})

describe('messages of the provider', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = { from: 'the provider' }) =>
    till.post('/webhooks/simulated', body, headers)

  test('P2b what it tells of is looked at: PAID, though nobody came back', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'charged')
    expect((await post(`${randomUUID()} ${key}`)).status).toBe(200)
    await till.becomes(paymentId, { status: 'PAID' })
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'Paid'])
  })

  test('P2b nothing is believed of it: a message about what did not happen changes nothing', async () => {
    const { paymentId, key } = await waiting()
    expect((await post(`${randomUUID()} ${key}`)).status).toBe(200)
    await eventually(async () => expect(await taskOf(paymentId)).toMatchObject({ tries: 2 }))
    expect(await till.payment(paymentId)).toMatchObject({ status: 'REQUESTED' })
  })

  test('the same message again is heard once', async () => {
    const { paymentId, key } = await waiting()
    const message = `${randomUUID()} ${key}`
    for (const _ of [1, 2, 3]) expect((await post(message)).status).toBe(200)
    await eventually(async () => expect(await taskOf(paymentId)).toMatchObject({ tries: 2, hinted: false }))
    expect(till.provider.callsOf(key)).toEqual(['begin', 'find'])
  })

  test('late, when all is over: taken, and nothing happens', async () => {
    const { rentalId, paymentId, key } = await waiting()
    till.provider.act(key, 'charged')
    await complete(paymentId)
    expect((await post(`${randomUUID()} ${key}`)).status).toBe(200)
    expect(await till.said(rentalId)).toEqual(['PaymentActionRequired', 'Paid'])
  })

  test('bad input: unsigned, too large, of no payment of ours', async () => {
    const { paymentId, key } = await waiting()
    expect((await post(`${randomUUID()} ${key}`, {})).status).toBe(400)
    expect((await post('x'.repeat(64 * 1_024 + 1))).status).toBe(413)
    for (const about of [chargeKey(randomUUID()), 'pay:not-an-id', '']) {
      expect((await post(`${randomUUID()} ${about}`)).status).toBe(200)
    }
    const strangers = await till.post('/webhooks/simulated', 'x', { from: 'the provider', 'x-router-secret': 'none' })
    expect(strangers.status).toBe(403)
    expect(await taskOf(paymentId)).toMatchObject({ tries: 1, hinted: false })
  })

  test('P2b one that comes while the provider is asked is not forgotten with the answer of before it', async () => {
    const { paymentId, key } = await waiting()
    const { promise, resolve } = Promise.withResolvers<void>()
    const answered = new Promise<void>((answer) => {
      const find = till.provider.find.bind(till.provider)
      till.provider.find = async (charge) => {
        till.provider.find = find
        const before = await find(charge)
        answer()
        await promise
        return before
      }
    })
    await lookNow(paymentId)
    await answered
    till.provider.act(key, 'charged')
    await post(`${randomUUID()} ${key}`)
    resolve()
    await till.becomes(paymentId, { status: 'PAID' })
  })
})
