import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { Cursors } from '../live/cursor.ts'
import { ConsistencyTokens } from './consistency-tokens.ts'

const [SECRET, OLD] = ['the-secret-that-signs-in-tests', 'the-secret-before-it-in-tests']
const tokens = new ConsistencyTokens([SECRET, OLD])
const [ann, bob] = [{ sub: 'ann' }, { sub: 'bob' }]
const ids = (n: number) => Array.from({ length: n }, () => randomUUID())
const refusal = expect.objectContaining({
  extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY', http: { status: 400 } },
})

afterEach(() => void vi.useRealTimers())

test('statement 22 a token asks for the events that it was made of, in their order, and for the last twenty of many', () => {
  const many = ids(50)
  const token = tokens.write(many, ann)
  expect(tokens.read(token, ann)).toMatchObject({ wanted: many.slice(-20), mayWait: true })
  expect(token.length).toBeLessThan(2_048)
})

test.each([
  ['somebody else', bob],
  ['nobody who is known', undefined],
])('by %s it is only looked up: nobody waits for what another was told', (_who, viewer) => {
  const some = ids(2)
  expect(tokens.read(tokens.write(some, ann), viewer)).toMatchObject({ wanted: some, mayWait: false })
})

test('a quarter of an hour later nobody waits for it, and no page that kept it breaks', () => {
  vi.useFakeTimers()
  const token = tokens.write(ids(1), ann)
  vi.advanceTimersByTime(899_000)
  expect(tokens.read(token, ann).mayWait).toBe(true)
  vi.advanceTimersByTime(1_000)
  expect(tokens.read(token, ann)).toMatchObject({ mayWait: false })
})

test('what was signed before a rotation is read as long as its secret is accepted', () => {
  const before = new ConsistencyTokens([OLD]).write(ids(1), ann)
  expect(tokens.read(before, ann).mayWait).toBe(true)
  expect(() => new ConsistencyTokens([SECRET]).read(before, ann)).toThrow(refusal)
})

const [body = '', signature = ''] = tokens.write(ids(1), ann).split('.')
const inBase64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
test.each([
  ['what clients were given before tokens were signed', inBase64(ids(1))],
  ['other events under the same signature', `${inBase64([1, Date.now(), 'x', ids(1)])}.${signature}`],
  ['no signature', body],
  ['half a signature', `${body}.${signature.slice(0, 10)}`],
  ['two signatures', `${body}.${signature}.${signature}`],
  ['a cursor of the same secrets', new Cursors([SECRET]).writer('', 'ann')({ stream: 's', sequence: 1 })],
  ['another installation’s', new ConsistencyTokens(['a-secret-of-somebody-else']).write(ids(1), ann)],
  ['nothing', ''],
  ['a number', 7],
  ['a list', ids(1)],
  ['an object', {}],
  ['megabytes', 'A'.repeat(1_000_000)],
])('%s is no token, and is waited for by nobody', (_what, token) => {
  expect(() => tokens.read(token, ann)).toThrow(refusal)
})

test('without a token nothing is asked for', () => {
  for (const none of [undefined, null]) expect(tokens.read(none, ann).wanted).toEqual([])
})
