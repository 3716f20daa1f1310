import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, operations, Person, rentalBecomes, type Json } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { query } from '@ebook/processes/postgres'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let alice: Person
let bob: Person

beforeAll(async () => {
  stack = await startLibrary()
  librarian = new Person(stack, 'libby', 'ADMIN')
  alice = new Person(stack, 'alice', 'MEMBER')
  bob = new Person(stack, 'bob', 'MEMBER')
})
afterAll(() => stack?.stop())

const WHOLE_LIST = /* GraphQL */ `
  query ($first: Int, $after: String, $status: DeadLetterStatus) {
    deadLetters(first: $first, after: $after, status: $status) {
      edges {
        cursor
        node {
          id
          consumer
          eventId
          status
          replayedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
      unreachable
    }
  }
`

async function wholeList(variables: Record<string, unknown> = {}): Promise<Json> {
  const answer = await librarian.answer(WHOLE_LIST, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data?.deadLetters
}

/** What waits for a replay, as clients ask for it. */
async function waiting(): Promise<Json[]> {
  const { deadLetters } = await librarian.send('DeadLetters', { first: 10 })
  expect(deadLetters.totalCount).toBe(deadLetters.edges.length)
  return deadLetters.edges.map(({ node }: Json) => node)
}

const letterAt = (consumer: string) =>
  eventually(`${consumer} has put something aside`, async () =>
    (await waiting()).find((letter) => letter.consumer === consumer),
  )

const replay = async (id: string): Promise<Json> =>
  (await librarian.send('ReplayDeadLetter', { input: { id } })).replayDeadLetter

/** The command, as an operator types it: what it prints, and its exit code. */
function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = fileURLToPath(new URL('../cli/dead-letters.ts', import.meta.url))
  const env = { ...process.env, DATA_DIR: stack.dataDir, NO_COLOR: '1' }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...args], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

async function grantsTo(userId: string): Promise<Json[]> {
  return query(
    stack.postgresUrl('promotion'),
    `select rental_id, points from point_entry where user_id = '${userId}' and kind = 'GRANT'`,
  )
}

const SERIALIZATION_FAILURE = '40001'
const RAISED = 'P0001'

/** What is wrong is in promotion's database, where it can be mended while everything runs. */
const refusePoints = (userId: string, errcode: string) =>
  query(
    stack.postgresUrl('promotion'),
    `create or replace function not_today() returns trigger language plpgsql as
       $$ begin raise exception 'no points for % today', new.user_id using errcode = '${errcode}'; end $$;
     create or replace trigger not_today before insert on point_entry
       for each row when (new.user_id = '${userId}') execute function not_today()`,
  )

const allowPoints = () => query(stack.postgresUrl('promotion'), 'drop trigger not_today on point_entry')

async function pointsFor(sub: string): Promise<void> {
  await approvedRental(new Person(stack, sub, 'MEMBER'))
  await eventually(`${sub} has points`, async () => (await grantsTo(sub)).length === 1)
}

async function approvedRental(member: Person): Promise<Json> {
  const book = await librarian.registers()
  const rental = await member.requests(book.id)
  await eventually(
    'the librarian can decide',
    async () => (await librarian.send('ApproveRental', { input: { rentalId: rental.id } })).approveRental.request,
  )
  return rentalBecomes(member, rental.id, { status: 'APPROVED' })
}

test('N1.1 H13: an Approved without a paymentId is put aside; the same road goes on for every other rental', async () => {
  const rentalId = randomUUID()
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/subgraphs/book',
    type: 'ebook.book.Approved.v1',
    subject: rentalId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: 'Request',
    aggregateversion: 1,
    correlationid: rentalId,
    causationid: 'injected',
    actor: 'ADMIN:mallory',
    data: { rentalId, bookId: randomUUID(), copyId: randomUUID(), userId: 'alice', loanPeriodDays: 14 },
  }
  // In book's own outbox, so that it takes the road that every event takes.
  await query(
    stack.postgresUrl('book'),
    `insert into outbox (event_id, aggregate_type, aggregate_id, aggregate_version, event)
     values ('${event.id}', 'Request', '${rentalId}', 1, '${JSON.stringify(event)}')`,
  )
  const letter = await letterAt('rent')
  expect(letter).toEqual({
    id: expect.stringMatching(/^rent:[0-9a-f-]{36}$/),
    consumer: 'rent',
    eventId: event.id,
    eventType: 'ebook.book.Approved.v1',
    error: expect.stringContaining('paymentId'),
    attempts: 1,
    firstFailedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  })
  // A later event of the same producer, at the same consumer.
  await approvedRental(bob)
  expect(await replay(letter.id)).toEqual({
    deadLetter: { id: letter.id, status: 'DEAD' },
    userErrors: [
      { code: 'DEAD_LETTER_FAILED_AGAIN', message: expect.stringContaining('paymentId'), field: ['input', 'id'] },
    ],
  })
})

test('H13 C32 statements 13 and 14: what failed for a cause takes effect once when that is mended, however often it is replayed', async () => {
  // While the database is to blame it is tried again without end, and neighbours pass it all the while.
  await refusePoints('alice', SERIALIZATION_FAILURE)
  const rental = await approvedRental(alice)
  await pointsFor('dora')
  expect(await grantsTo('alice')).toEqual([])
  expect((await waiting()).map(({ consumer }) => consumer)).toEqual(['rent'])
  await refusePoints('alice', RAISED)
  await pointsFor('eve')
  const letter = await letterAt('promotion')
  expect(letter).toMatchObject({
    eventType: 'ebook.payment.Paid.v1',
    error: expect.stringContaining('no points for alice today'),
    attempts: 5,
  })
  expect((await alice.rental(rental.id)).points?.granted ?? 0).toBe(0)
  await eventually('its metric says so', async () => {
    const metrics = await fetch(new URL('/metrics', stack.process('promotion').url))
    return /^ebook_dead_letters(\{[^}]*\})? 1$/m.test(await metrics.text())
  })
  const listed = await command('list')
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining(`${letter.id}  DEAD  5 attempts`) })
  expect(listed.stdout).toContain(letter.eventId)

  expect((await replay(letter.id)).userErrors).toMatchObject([
    { code: 'DEAD_LETTER_FAILED_AGAIN', message: expect.stringContaining('no points for alice today') },
  ])
  expect(await grantsTo('alice')).toEqual([])
  await allowPoints()

  const replayed = { deadLetter: { id: letter.id, status: 'REPLAYED' }, userErrors: [] }
  expect(await Promise.all([replay(letter.id), replay(letter.id), replay(letter.id)])).toEqual([
    replayed,
    replayed,
    replayed,
  ])
  expect(await replay(letter.id)).toEqual(replayed)
  expect(await command('replay', letter.id)).toMatchObject({ code: 0, stdout: 'already replayed\n' })
  expect(await command('replay', ...letter.id.split(':'))).toMatchObject({ code: 0, stdout: 'already replayed\n' })
  await eventually('the points are there', async () => (await alice.rental(rental.id)).points?.granted === 300)
  await eventually('rent has heard of it', async () => {
    const { data } = await alice.answer(/* GraphQL */ 'query ($id: ID!) { rental(id: $id) { payback } }', {
      id: rental.id,
    })
    return data?.rental.payback === 300
  })
  expect(await grantsTo('alice')).toEqual([{ rental_id: rental.id, points: 300 }])
  const received = await query(
    stack.postgresUrl('promotion'),
    `select outcome from inbox where event_id = '${letter.eventId}'`,
  )
  expect(received).toEqual([{ outcome: 'handled' }])

  expect((await waiting()).map(({ consumer }) => consumer)).toEqual(['rent'])
  expect((await command('list')).stdout).toContain('promotion: none')
  const all = await wholeList({ status: null })
  expect(all).toMatchObject({
    totalCount: 2,
    unreachable: [],
    edges: [
      { node: { id: letter.id, status: 'REPLAYED', replayedAt: expect.any(String) } },
      { node: { consumer: 'rent', status: 'DEAD', replayedAt: null } },
    ],
  })
  const first = await wholeList({ status: null, first: 1 })
  expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true }, edges: [all.edges[0]] })
  const second = await wholeList({ status: null, first: 1, after: first.pageInfo.endCursor })
  expect(second).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false }, edges: [all.edges[1]] })
})

test('C28: only librarians may see or replay them', async () => {
  const token = await stack.token('alice', 'MEMBER')
  const input = { id: `rent:${randomUUID()}` }
  for (const [name, variables] of [
    ['DeadLetters', { first: 10 }],
    ['ReplayDeadLetter', { input }],
  ] as const) {
    const document = operations.get(name) ?? ''
    expect((await stack.graphql(document, variables, token)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
    expect((await stack.graphql(document, variables)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
  }
})

test('an id that nobody has is refused by name', async () => {
  for (const id of [`rent:${randomUUID()}`, `nobody:${randomUUID()}`, 'rent', "rent:' or 1=1 --", '']) {
    expect(await replay(id), id).toMatchObject({ deadLetter: null, userErrors: [{ code: 'DEAD_LETTER_NOT_FOUND' }] })
  }
})

test('C10: a context that is away is named, by the API and by the command; the others’ letters are there', async () => {
  await stack.process('promotion').stop()
  const list = await wholeList()
  expect(list).toMatchObject({ unreachable: ['promotion'], totalCount: 1, edges: [{ node: { consumer: 'rent' } }] })
  expect(await replay(`promotion:${randomUUID()}`)).toMatchObject({
    deadLetter: null,
    userErrors: [{ code: 'CONTEXT_UNAVAILABLE', message: expect.stringContaining('promotion') }],
  })
  expect(await command('list')).toMatchObject({
    code: 2,
    stdout: expect.stringContaining(list.edges[0].node.id),
    stderr: expect.stringContaining('promotion: does not answer'),
  })
  await stack.process('promotion').start()
  await eventually('the list is whole again', async () => (await wholeList()).unreachable.length === 0)
})

test('C10: a replay that was not answered in time is safe to ask for again', async () => {
  const gina = new Person(stack, 'gina', 'MEMBER')
  await refusePoints('gina', RAISED)
  const { id } = await approvedRental(gina)
  const letter = await letterAt('promotion')
  await allowPoints()
  // It reads the request when it goes on, long after the caller was told that nobody answers.
  stack.process('promotion').pause()
  try {
    expect((await wholeList()).unreachable).toEqual(['promotion'])
    expect(await replay(letter.id)).toMatchObject({ deadLetter: null, userErrors: [{ code: 'CONTEXT_UNAVAILABLE' }] })
  } finally {
    stack.process('promotion').resume()
  }
  const again = await eventually('it answers again', async () => {
    const { deadLetter } = await replay(letter.id)
    return deadLetter ?? undefined
  })
  expect(again).toEqual({ id: letter.id, status: 'REPLAYED' })
  await eventually('the points are there', async () => (await gina.rental(id)).points?.granted === 300)
  expect(await grantsTo('gina')).toEqual([{ rental_id: id, points: 300 }])
})
