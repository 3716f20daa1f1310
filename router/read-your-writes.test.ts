import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeConsistency, encodeConsistency } from '@ebook/chassis/consistency'
import { answer, type Behaviour } from './testing/fake-subgraph.ts'
import { read, testRouter, type Answer } from './testing/router.ts'

const rentalsWithBooks = '{ rentals { id book { id title } } }'
const rentals = { rentals: [{ id: 'r1', book: { __typename: 'Book', id: '1' } }] }
const books = { _entities: [{ title: 'Emma' }] }

const says =
  (data: object, extensions: object): Behaviour =>
  (response) =>
    answer(response, { data, extensions })

const extensionsOf = ({ extensions }: Answer) => extensions as Record<string, unknown> | undefined
const eventsOf = (answered: Answer) => decodeConsistency(String(extensionsOf(answered)?.['consistency']))

test('statement 22 a mutation is answered with a token of the events that the subgraph named', async () => {
  const router = await testRouter()
  const eventIds = [randomUUID(), randomUUID()]
  router.rent.behave(says({ lend: { id: 'r3' } }, { consistency: eventIds }))
  const answered = await router.ask('mutation { lend(input: { bookId: "1" }) { id } }')
  expect(answered.data).toEqual({ lend: { id: 'r3' } })
  expect(eventsOf(answered)).toEqual(eventIds)
})

test('statement 22 what several fetches of one mutation name is in one token', async () => {
  const router = await testRouter()
  const eventIds = [randomUUID(), randomUUID(), randomUUID()]
  const [one = '', two = '', three = ''] = eventIds
  const lent = { id: 'r3', book: { __typename: 'Book', id: '1' } }
  router.rent.behave(says({ a: lent, b: { id: 'r4' } }, { consistency: [one, two] }))
  router.book.behave(says(books, { consistency: [two, three] }))
  const answered = await router.ask(
    'mutation { a: lend(input: { bookId: "1" }) { id book { title } } b: lend(input: { bookId: "2" }) { id } }',
  )
  expect(answered.data).toEqual({ a: { id: 'r3', book: { title: 'Emma' } }, b: { id: 'r4' } })
  expect(eventsOf(answered)).toEqual(eventIds)
})

test('statement 22 no token is made of what is no event id, nor of a query’s answer', async () => {
  const router = await testRouter()
  router.rent.behave(says({ lend: { id: 'r3' } }, { consistency: ['x'], consistencyReached: 'yes' }))
  expect((await router.ask('mutation { lend(input: { bookId: "1" }) { id } }')).extensions).toBeUndefined()
  router.rent.behave(says(rentals, { consistency: [randomUUID()] }))
  expect((await router.ask('{ rentals { id } }')).extensions).toBeUndefined()
})

test('statement 22 the token of a read goes with every fetch of it, by POST and by GET', async () => {
  const router = await testRouter()
  const token = encodeConsistency([randomUUID()])
  await router.ask({ query: rentalsWithBooks, extensions: { consistency: token } })
  const search = new URLSearchParams({
    query: rentalsWithBooks,
    extensions: JSON.stringify({ consistency: token }),
  })
  const got = await fetch(`${router.url}?${search}`, { headers: { 'apollo-require-preflight': 'true' } })
  expect((await read(got)).errors).toBeUndefined()
  const headers = [...router.rent.received, ...router.book.received].map((one) => one.headers['x-consistency'])
  expect(headers).toEqual([token, token, token, token])
})

test('statement 22 without a token there is no header, also when the client sends the header itself', async () => {
  const router = await testRouter()
  await router.ask({ query: rentalsWithBooks, extensions: { consistency: null } })
  await router.ask(rentalsWithBooks, { headers: { 'x-consistency': encodeConsistency([randomUUID()]) } })
  const headers = [...router.rent.received, ...router.book.received].map((one) => one.headers['x-consistency'])
  expect(headers).toEqual([undefined, undefined, undefined, undefined])
})

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
  [undefined, false, false],
  [undefined, true, true],
])('statement 22 rent has got there: %s, book: %s; the client is told %s', async (first, second, told) => {
  const router = await testRouter()
  router.rent.behave(says(rentals, { consistencyReached: first }))
  router.book.behave(says(books, { consistencyReached: second }))
  const extensions = { consistency: encodeConsistency([randomUUID()]) }
  const answered = await router.ask({ query: rentalsWithBooks, extensions })
  expect(answered.data).toEqual({ rentals: [{ id: 'r1', book: { id: '1', title: 'Emma' } }] })
  expect(answered.extensions).toEqual({ consistencyReached: told })
})

test.each([
  ['a word', 'garbage'],
  ['nothing', ''],
  ['a number', 7],
  ['a list', ['x']],
  ['an object', {}],
  ['something long', 'A'.repeat(3_000)],
  ['a token of something else', encodeConsistency(['x'])],
])('statement 22 %s is no token: it is refused before any subgraph is asked', async (_what, consistency) => {
  const router = await testRouter()
  const { status, data, errors } = await router.ask({ query: rentalsWithBooks, extensions: { consistency } })
  expect(status).toBe(400)
  expect(data).toBeUndefined()
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY' },
  ])
  expect(router.rent.received).toEqual([])
})

test('statement 22 one request says nothing of another’s writes', async () => {
  const router = await testRouter()
  router.rent.behave((response, { variables }) => {
    const { input } = variables as { input: { bookId: string } }
    answer(response, { data: { lend: { id: 'r' } }, extensions: { consistency: [input.bookId] } })
  })
  const ids = Array.from({ length: 20 }, () => randomUUID())
  const query = 'mutation ($input: LendInput!) { lend(input: $input) { id } }'
  const answers = await Promise.all(ids.map((bookId) => router.ask({ query, variables: { input: { bookId } } })))
  expect(answers.map(eventsOf)).toEqual(ids.map((id) => [id]))
})

test('statement 22 a subgraph that waits for the write may take longer than one that does not', async () => {
  const router = await testRouter({ env: { SUBGRAPH_TIMEOUT_MS: '1000' } })
  router.rent.behave((response) => setTimeout(() => answer(response, { data: rentals }), 1_200))
  expect((await router.ask('{ rentals { id } }')).errors).toMatchObject([{ extensions: { reason: 'TIMEOUT' } }])
  const extensions = { consistency: encodeConsistency([randomUUID()]) }
  const waited = await router.ask({ query: '{ rentals { id } }', extensions })
  expect(waited.errors).toBeUndefined()
  expect(waited.data).toEqual({ rentals: [{ id: 'r1' }] })
})
