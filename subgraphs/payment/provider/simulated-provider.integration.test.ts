import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import type { TestDatabase } from '@ebook/testkit/database'
import { migrations } from '../database.ts'
import { providerContract } from '../testing/provider-contract.ts'
import { boundedProvider } from './bounded-provider.ts'
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

providerContract('simulated', () => ({
  doing: () => simulated(),
  sayingNo: () => simulated({ declineRate: 1, refundFailRate: 1 }),
  losingReplies: () => simulated({ loseReplyRate: 1 }),
}))

test('PAYMENT_SIMULATOR_*: each of its rates is drawn at random', async () => {
  const draws = [0.9, 0.1, 0.9, 0.9, 0.9, 0.9].values()
  const provider = simulated({ declineRate: 0.5, delayMs: { min: 0, max: 0 }, random: () => draws.next().value ?? 0.9 })
  const outcomes = [await provider.charge(randomUUID(), 1), await provider.charge(randomUUID(), 1)]
  expect(outcomes.map(({ kind }) => kind)).toEqual(['declined', 'charged'])
})

test('P4 a provider that answers too late, or not at all, is unknown', async () => {
  const slow = boundedProvider(simulated({ delayMs: { min: 60_000, max: 60_000 } }), 20, log)
  expect(await slow.charge(randomUUID(), 1)).toEqual({ kind: 'unknown' })
  const broken = boundedProvider({ ...simulated(), findCharge: () => Promise.reject(new Error('refused')) }, 1_000, log)
  expect(await broken.findCharge(randomUUID())).toEqual({ kind: 'unknown' })
})
