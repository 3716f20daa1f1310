import { expect, test } from 'vitest'
import { newId } from './new-id.ts'
import { randomHex } from './random-hex.ts'

// More than one store holds.
const MANY = 1_000

test('as many digits as asked for, and never the same again', () => {
  const all = Array.from({ length: MANY }, (_, n) => randomHex(16 + (n % 3)))
  all.forEach((digits, n) => expect(digits).toMatch(new RegExp(`^[0-9a-f]{${16 + (n % 3)}}$`)))
  expect(new Set(all.map((digits) => digits.slice(0, 16))).size).toBe(MANY)
})

test('a new id is a UUID of version 7, and another each time', () => {
  const ids = Array.from({ length: MANY }, () => newId())
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(MANY)
})
