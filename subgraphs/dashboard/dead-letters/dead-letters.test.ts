import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SentLetter, SentReplay } from '@ebook/nats/dead-letter-service'
import { applyEvents } from '../feed/apply.ts'
import { fromStream } from '../testing/arrivals.ts'
import { library, someStories } from '../testing/library.ts'
import { serveDashboard, type Answer, type Caller, type Served } from '../testing/served.ts'
import type { Collected } from './desk.ts'
import { letterId, readLetterId, type Keeper } from './letter-id.ts'

const librarian: Caller = { sub: 'sora', roles: ['ADMIN'] }
const uuid = (n: number) => `01a1fbf2-e916-7438-a628-${String(n).padStart(12, '0')}`
const letter = (n: number, more: Partial<SentLetter> = {}): SentLetter => ({
  id: uuid(n),
  consumer: 'rent',
  event_id: null,
  event_type: null,
  error: 'not JSON',
  attempts: 1,
  status: 'DEAD',
  first_failed_at: '2026-11-21T01:00:00.000Z',
  replayed_at: null,
  ...more,
})

let asked: unknown[]
let collected: Collected
let replay: SentReplay | undefined
let dashboard: Served

beforeAll(async () => {
  dashboard = await serveDashboard({
    desk: {
      async collect(wanted) {
        asked.push(wanted)
        return collected
      },
      async replay(keeper, id) {
        asked.push([keeper, id])
        return replay
      },
    },
  })
})
beforeEach(() => {
  asked = []
  collected = { letters: [], total: 0, unreachable: [] }
})
afterAll(() => dashboard.stop())

const list = (variables: object, caller: Caller | undefined = librarian): Promise<Answer> =>
  dashboard.ask(
    `query ($first: Int, $after: String, $status: DeadLetterStatus = DEAD) {
      deadLetters(first: $first, after: $after, status: $status) {
        edges { cursor node { id eventId eventType error status replayedAt } }
        pageInfo { hasNextPage }
        totalCount
        unreachable
      }
    }`,
    variables,
    caller,
  )

async function replayed(id: string) {
  const { data } = await dashboard.ask(
    `mutation ($input: ReplayDeadLetterInput!) {
      replayDeadLetter(input: $input) { deadLetter { id status } userErrors { code message field } }
    }`,
    { input: { id } },
    librarian,
  )
  return data?.['replayDeadLetter']
}

test('an id names its keeper, and only what was made so is read', () => {
  for (const keeper of ['book', 'rent', 'payment', 'promotion', 'notice'] satisfies Keeper[]) {
    expect(readLetterId(letterId(keeper, uuid(7)))).toEqual({ keeper, id: uuid(7) })
  }
  expect(readLetterId(`rent:${uuid(7).toUpperCase()}`)).toEqual({ keeper: 'rent', id: uuid(7) })
  for (const text of [
    '',
    'rent',
    uuid(7),
    `dashboard:${uuid(7)}`,
    `rent:${uuid(7)}:x`,
    'rent:*',
    `rent.>:${uuid(7)}`,
  ]) {
    expect(readLetterId(text), text).toBeUndefined()
  }
})

test('a page is read on behind its last letter; by default only what waits is asked for', async () => {
  collected = { letters: [letter(9), letter(8, { consumer: 'book' })], total: 5, unreachable: ['payment'] }
  const { data } = await list({ first: 1 })
  expect(data?.['deadLetters']).toEqual({
    edges: [
      {
        cursor: expect.any(String),
        node: {
          id: `rent:${uuid(9)}`,
          eventId: null,
          eventType: null,
          error: 'not JSON',
          status: 'DEAD',
          replayedAt: null,
        },
      },
    ],
    pageInfo: { hasNextPage: true },
    totalCount: 5,
    unreachable: ['payment'],
  })
  const { edges } = data?.['deadLetters'] as unknown as { edges: { cursor: string }[] }
  await list({ first: 100, after: edges[0]?.cursor, status: null })
  expect(asked).toEqual([
    { limit: 2, status: 'DEAD' },
    { limit: 101, before: uuid(9) },
  ])
})

test('a letter names the rental or the title whose event it is, as far as this view has read', async () => {
  const { events } = library(someStories(5))
  await applyEvents(dashboard.file, fromStream(events), { identity: '2026-11-21T01:00:00Z', sequence: 321 })
  const paid = events.find(({ type }) => type === 'ebook.payment.Paid.v1')
  const registered = events.find(({ aggregatetype, correlationid, subject }) => {
    return aggregatetype === 'Book' && correlationid === subject
  })
  const ids = [paid?.id ?? '', registered?.id ?? '', uuid(404), null]
  collected = { letters: ids.map((event_id, n) => letter(n, { event_id })), total: 4, unreachable: [] }
  const { data } = await dashboard.ask(
    '{ deadLetters { edges { node { rental { rentalId userId title } book { id } } } } }',
    {},
    librarian,
  )
  const { edges } = data?.['deadLetters'] as unknown as { edges: { node: object }[] }
  expect(edges.map(({ node }) => node)).toEqual([
    {
      rental: { rentalId: paid?.correlationid, userId: expect.stringMatching(/^member-/), title: expect.any(String) },
      book: { id: expect.any(String) },
    },
    { rental: null, book: { id: registered?.subject } },
    { rental: null, book: null },
    { rental: null, book: null },
  ])
})

test.each([
  ['a page of none', { first: 0 }],
  ['a page of too many', { first: 101 }],
  ['a cursor of another list', { after: Buffer.from('["x"]').toString('base64url') }],
])('%s is bad input, and nobody is asked', async (_, variables) => {
  expect((await list(variables)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  expect(asked).toEqual([])
})

test('C28 who is no librarian asks nobody', async () => {
  const member: Caller = { sub: 'alice', roles: ['MEMBER'] }
  expect((await list({}, member)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  expect(asked).toEqual([])
})

test.each([
  ['replayed', undefined],
  ['already replayed', undefined],
  ['not found', 'DEAD_LETTER_NOT_FOUND'],
  ['unreadable', 'DEAD_LETTER_FAILED_AGAIN'],
  ['failed again', 'DEAD_LETTER_FAILED_AGAIN'],
  ['too early', 'EARLIER_EVENT_MISSING'],
] as const)('H13 a replay that is %s', async (kind, code) => {
  const known = kind === 'not found' ? {} : { letter: letter(3, { status: code ? 'DEAD' : 'REPLAYED' }) }
  replay = { kind, ...known, ...(code && { reason: 'because' }) }
  expect(await replayed(`rent:${uuid(3)}`)).toEqual({
    deadLetter: kind === 'not found' ? null : { id: `rent:${uuid(3)}`, status: code ? 'DEAD' : 'REPLAYED' },
    userErrors: code ? [{ code, message: expect.any(String), field: ['input', 'id'] }] : [],
  })
  expect(asked).toEqual([['rent', uuid(3)]])
})

test('C10 a keeper that does not answer is named; NATS that never answered leaves nobody to ask', async () => {
  replay = undefined
  expect(await replayed(`payment:${uuid(3)}`)).toMatchObject({
    deadLetter: null,
    userErrors: [{ code: 'CONTEXT_UNAVAILABLE', message: expect.stringContaining('payment') }],
  })
  const alone = await serveDashboard()
  try {
    const { data } = await alone.ask('{ deadLetters { totalCount unreachable } }', {}, librarian)
    expect(data).toEqual({
      deadLetters: { totalCount: 0, unreachable: ['book', 'rent', 'payment', 'promotion', 'notice'] },
    })
  } finally {
    await alone.stop()
  }
})
