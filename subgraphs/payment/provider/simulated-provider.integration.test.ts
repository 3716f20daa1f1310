import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import type { TestDatabase } from '@ebook/testkit/database'
import { migrations } from '../database.ts'
import { providerContract } from '../testing/provider-contract.ts'
import { boundedProvider } from './bounded-provider.ts'
import type { ChargeTerms } from './provider.ts'
import { signatureOf } from './signed-hint.ts'
import { simulatedBank } from './simulated-bank.ts'
import { simulatedProvider, type SimulatedProviderTables, type SimulatorSettings } from './simulated-provider.ts'

const log = createLogger('payment', 'silent')
let database: TestDatabase
let db: Kysely<SimulatedProviderTables>

beforeAll(async () => {
  ;({ database, db } = await openTestDatabase('payment', migrations))
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const simulated = (more: Partial<SimulatorSettings> = {}) =>
  simulatedProvider({
    db,
    delayMs: { min: 0, max: 2 },
    declineRate: 0,
    loseReplyRate: 0,
    refundFailRate: 0,
    ...more,
  })

/** What somebody presses on the bank's page. */
const press = async (ref: string | null, what: 'CHARGED' | 'DECLINED') =>
  simulatedBank(db, undefined).act(ref ?? '', what)

providerContract('simulated', () => ({
  doing: () => simulated(),
  sayingNo: () => simulated({ declineRate: 1, refundFailRate: 1 }),
  losingReplies: () => simulated({ loseReplyRate: 1 }),
  wantingTheMember: () => ({
    provider: simulated({ bankUrl: 'http://bank.example' }),
    async pay({ ref }) {
      const sentTo = await press(ref, 'CHARGED')
      return (sentTo && new URL(sentTo).searchParams.get('proof')) ?? 'none'
    },
    async decline({ ref }) {
      await press(ref, 'DECLINED')
    },
    async runOut({ ref }) {
      const charges = db.withSchema('simulated_provider').updateTable('charge')
      await charges
        .set({ expires_at: new Date(0) })
        .where('ref', '=', ref)
        .execute()
    },
  }),
}))

const some = (): ChargeTerms => ({
  key: randomUUID(),
  amount: 1,
  orderName: 'E-book rental',
  returnUrl: 'http://localhost:4000/pay/return',
  expiresAt: new Date(Date.now() + 60_000),
})

test('PAYMENT_SIMULATOR_*: each of its rates is drawn at random', async () => {
  const draws = [0.9, 0.1, 0.9, 0.9, 0.9, 0.9].values()
  const provider = simulated({ declineRate: 0.5, delayMs: { min: 0, max: 0 }, random: () => draws.next().value ?? 0.9 })
  const outcomes = [await provider.begin(some()), await provider.begin(some())]
  expect(outcomes.map(({ kind }) => kind)).toEqual(['declined', 'charged'])
})

test('P4 a provider that answers too late, or not at all, is unknown', async () => {
  const slow = boundedProvider(simulated({ delayMs: { min: 60_000, max: 60_000 } }), 20, log)
  expect(await slow.begin(some())).toEqual({ kind: 'unknown' })
  const broken = boundedProvider({ ...simulated(), find: () => Promise.reject(new Error('refused')) }, 1_000, log)
  expect(await broken.find({ key: randomUUID(), ref: null })).toEqual({ kind: 'unknown' })
})

test('a message is the bank’s by its signature over its bytes, and for five minutes', () => {
  const secret = 'a-secret-of-the-bank-that-nobody-knows'
  const { readWebhook } = simulated({ webhookSecret: secret })
  const body = Buffer.from('{"key":"pay:1"}')
  const signed = (at: number, by = secret, over = body) => {
    const timestamp = Math.floor(at / 1_000).toString()
    const signature = signatureOf(by, 'm-1', timestamp, over)
    return { 'webhook-id': 'm-1', 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  }
  const now = Date.now()
  expect(readWebhook(body, signed(now))).toEqual({ id: 'm-1', about: { key: 'pay:1' } })
  expect(readWebhook(Buffer.from('{"key":"pay:2"}'), signed(now))).toBeUndefined()
  expect(readWebhook(Buffer.from('{ "key":"pay:1"}'), signed(now))).toBeUndefined()
  for (const at of [now - 10 * 60_000, now + 10 * 60_000, Number.NaN]) {
    expect(readWebhook(body, signed(at))).toBeUndefined()
  }
  expect(readWebhook(body, signed(now, 'another-secret-of-somebody-else'))).toBeUndefined()
  expect(readWebhook(body, { ...signed(now), 'webhook-id': 'm-2' })).toBeUndefined()
  expect(readWebhook(body, {})).toBeUndefined()
  const strange = Buffer.from('not json')
  expect(readWebhook(strange, signed(now, secret, strange))).toBeUndefined()
  expect(simulated().readWebhook(body, signed(now))).toBeUndefined()
})
