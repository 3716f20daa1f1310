import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bookContract } from './testing/book.ts'
import { paymentContract } from './testing/payment.ts'
import { promotionContract } from './testing/promotion.ts'
import { relayContract } from './testing/relay.ts'
import { rentContract } from './testing/rent.ts'
import { roadContract } from './testing/road.ts'
import { exercised, openPostgres, openSimulated } from './testing/stores.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

describe.each([
  ['PostgreSQL', openPostgres],
  ['the simulated store', openSimulated],
] as const)('%s', (_, open) => {
  describe('inbox and outbox', () => roadContract(open))
  describe('relay', () => relayContract(open))
  describe('book', () => bookContract(open))
  describe('rent', () => rentContract(open))
  describe('payment', () => paymentContract(open))
  describe('promotion', () => promotionContract(open))
})

test('every named operation of the product is in the contract', async () => {
  const files = globSync(
    ['nats', 'chassis', 'subgraphs/*'].map((folder) => `${folder}/sql/*.ts`),
    { cwd: ROOT },
  )
  const modules: object[] = await Promise.all(files.map((file) => import(resolve(ROOT, file)) as Promise<object>))
  const names = modules
    .flatMap((module) => Object.values(module) as unknown[])
    .filter((value) => typeof value === 'function' && 'operation' in value)
    .map((value) => String((value as unknown as { operation: unknown }).operation))
  expect(names.length).toBeGreaterThan(40)
  expect([...exercised].toSorted()).toEqual(names.toSorted())
})
