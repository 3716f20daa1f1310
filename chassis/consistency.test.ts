import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Consistency, decodeConsistency, encodeConsistency } from './consistency.ts'

const ids = (n: number) => Array.from({ length: n }, () => randomUUID())
const tokenOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const refusal = expect.objectContaining({
  extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY', http: { status: 400 } },
})

test('statement 22 a token holds the ids of events, in their order', () => {
  const some = ids(3)
  expect(decodeConsistency(encodeConsistency(some))).toEqual(some)
})

test('statement 22 a token stays small: of many events it holds the last twenty', () => {
  const many = ids(50)
  expect(decodeConsistency(encodeConsistency(many))).toEqual(many.slice(-20))
  expect(encodeConsistency(many).length).toBeLessThan(2_048)
})

test.each([
  ['nothing', ''],
  ['no base64url', 'a+b/c='],
  ['no JSON', Buffer.from('[').toString('base64url')],
  ['an object', tokenOf({ id: randomUUID() })],
  ['no ids at all', tokenOf([])],
  ['what is no uuid', tokenOf([randomUUID(), 'x'])],
  ['a number', tokenOf([1])],
  ['a uuid in a list', tokenOf([[randomUUID()]])],
  ['an id with a line break behind it', tokenOf([`${randomUUID()}\n`])],
  ['more than twenty ids', tokenOf(ids(21))],
  ['megabytes', 'A'.repeat(1_000_000)],
])('statement 22 a token is refused that holds %s', (_what, token) => {
  expect(() => decodeConsistency(token)).toThrow(refusal)
})

test('statement 22 what was said is said once', () => {
  const [a = '', b = ''] = ids(2)
  const consistency = new Consistency()
  consistency.said(a)
  consistency.said(b, a)
  expect(consistency.eventIds).toEqual([a, b])
})

test('statement 22 one read that has not got there is enough to say so', () => {
  const consistency = new Consistency(ids(1))
  expect(consistency.isReached).toBeUndefined()
  consistency.reached(true)
  expect(consistency.isReached).toBe(true)
  consistency.reached(false)
  consistency.reached(true)
  expect(consistency.isReached).toBe(false)
})
