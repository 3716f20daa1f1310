import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodeConsistency } from '@ebook/chassis/consistency'
import { answer, type Behaviour } from '../testing/fake-subgraph.ts'
import { read, SECRETS, testRouter, type Answer, type TestRouter } from '../testing/router.ts'
import { ConsistencyTokens } from './consistency-tokens.ts'

const rentalsWithBooks = '{ rentals { id book { id title } } }'
const rentals = { rentals: [{ id: 'r1', book: { __typename: 'Book', id: '1' } }] }
const books = { _entities: [{ title: 'Emma' }] }

const says =
  (data: object, extensions: object): Behaviour =>
  (response) =>
    answer(response, { data, extensions })

const extensionsOf = ({ extensions }: Answer) => extensions as Record<string, unknown> | undefined
const tokens = new ConsistencyTokens(SECRETS.split(','))
const ann = { sub: 'ann' }
/** The headers of a member, ann if it is not said who. */
const as = async ({ issuer }: TestRouter, sub = 'ann') => ({ token: await issuer.token({ sub }) })
const eventsOf = (answered: Answer) => tokens.read(extensionsOf(answered)?.['consistency'], ann).wanted

test('statement 22 a mutation is answered with a token of the events that the subgraph named', async () => {
  const router = await testRouter()
  const eventIds = [randomUUID(), randomUUID()]
  router.rent.behave(says({ lend: { id: 'r3' } }, { consistency: eventIds }))
  const answered = await router.ask('mutation { lend(input: { bookId: "1" }) { id } }', await as(router))
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
    await as(router),
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
  const eventIds = [randomUUID()]
  const token = tokens.write(eventIds, ann)
  const who = await as(router)
  await router.ask({ query: rentalsWithBooks, extensions: { consistency: token } }, who)
  const search = new URLSearchParams({
    query: rentalsWithBooks,
    extensions: JSON.stringify({ consistency: token }),
  })
  const got = await fetch(`${router.url}?${search}`, { headers: { authorization: `Bearer ${who.token}` } })
  expect((await read(got)).errors).toBeUndefined()
  const headers = [...router.rent.received, ...router.book.received].map((one) => one.headers['x-consistency'])
  expect(headers).toEqual(Array(4).fill(encodeConsistency(eventIds)))
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
  const extensions = { consistency: tokens.write([randomUUID()], ann) }
  const answered = await router.ask({ query: rentalsWithBooks, extensions }, await as(router))
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
  ['what nobody has signed', encodeConsistency([randomUUID()])],
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
  const who = await as(router)
  const answers = await Promise.all(ids.map((bookId) => router.ask({ query, variables: { input: { bookId } } }, who)))
  expect(answers.map(eventsOf)).toEqual(ids.map((id) => [id]))
})

test('statement 22 a subgraph that waits for the write may take longer than one that does not', async () => {
  const router = await testRouter({ env: { SUBGRAPH_TIMEOUT_MS: '1000' } })
  router.rent.behave((response) => setTimeout(() => answer(response, { data: rentals }), 1_200))
  expect((await router.ask('{ rentals { id } }')).errors).toMatchObject([{ extensions: { reason: 'TIMEOUT' } }])
  const extensions = { consistency: tokens.write([randomUUID()], ann) }
  const waited = await router.ask({ query: '{ rentals { id } }', extensions }, await as(router))
  expect(waited.errors).toBeUndefined()
  expect(waited.data).toEqual({ rentals: [{ id: 'r1' }] })
})

const wait = ({ received }: TestRouter['rent']) => received.map(({ headers }) => headers['x-consistency-wait'] ?? 'may')

test.each([
  ['somebody else', 'bob'],
  ['nobody who is known', undefined],
])('by %s a write is asked about and not waited for', async (_who, sub) => {
  const router = await testRouter()
  const extensions = { consistency: tokens.write([randomUUID()], ann) }
  await router.ask({ query: '{ rentals { id } }', extensions }, sub === undefined ? {} : await as(router, sub))
  expect(wait(router.rent)).toEqual(['never'])
  await router.ask({ query: '{ rentals { id } }', extensions }, await as(router))
  expect(wait(router.rent)).toEqual(['never', 'may'])
})

test('however many reads wait for a write, they hold none of the connections that others need', async () => {
  const router = await testRouter({ env: { SUBGRAPH_CONNECTIONS: '4' } })
  const held: (() => void)[] = []
  router.rent.behave((response, { headers }) => {
    const isWanted = headers['x-consistency'] !== undefined
    const mayWait = isWanted && headers['x-consistency-wait'] === undefined
    const now = () =>
      answer(response, { data: rentals, ...(isWanted && { extensions: { consistencyReached: mayWait } }) })
    if (mayWait) held.push(now)
    else now()
  })
  const extensions = { consistency: tokens.write([randomUUID()], ann) }
  const who = await as(router)
  const reads = Array.from({ length: 40 }, () => router.ask({ query: '{ rentals { id } }', extensions }, who))
  await router.rent.receives(40)

  const other = await router.ask('{ rentals { id } }', await as(router, 'bob'))
  expect(other.errors).toBeUndefined()
  expect(held).toHaveLength(2)
  for (const go of held) go()
  const told = (await Promise.all(reads)).map((read) => extensionsOf(read)?.['consistencyReached'])
  expect(told.filter((reached) => reached === true)).toHaveLength(2)
  expect(told.filter((reached) => reached === false)).toHaveLength(38)
})
