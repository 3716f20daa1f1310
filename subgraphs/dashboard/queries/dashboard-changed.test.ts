import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { encodeConsistency } from '@ebook/chassis/consistency'
import type { LiveClient, LiveOperation } from '@ebook/chassis/testing/live-client'
import { STREAM } from '../testing/arrivals.ts'
import { holdVoicesOf } from '../testing/hold-voices.ts'
import { library, someStories } from '../testing/library.ts'
import { publishing } from '../testing/publishing.ts'
import { serveDashboard, type Caller, type Served } from '../testing/served.ts'

const { events, rentals } = library(someStories(24))
const earlier = events.slice(0, 50)
const later = events.slice(50)
const member: Caller = { sub: 'member-1', roles: ['MEMBER'] }
const librarian: Caller = { sub: 'sora', roles: ['ADMIN'] }
const both: Caller = { sub: 'member-1', roles: ['MEMBER', 'ADMIN'] }
const place = { stream: STREAM, sequence: earlier.length }

const CHANGED = `subscription ($rentalId: ID, $status: DashboardStatus, $snapshot: Boolean) {
  dashboardChanged(rentalId: $rentalId, status: $status, snapshot: $snapshot) {
    rentalId version userId status paymentState points rental { id } book { id }
  }
}`

let dashboard: Served
let client: LiveClient
beforeEach(async () => {
  dashboard = await serveDashboard({ waitMs: 1_000 })
  onTestFinished(() => dashboard.stop())
  await dashboard.feed.stream(earlier)
  client = dashboard.connect()
})

interface Wish {
  readonly query?: string
  readonly live?: object
  readonly variables?: object
  readonly exp?: number
}

async function subscribe(
  caller: Caller | undefined,
  { query = CHANGED, live, variables = {}, ...claims }: Wish = {},
): Promise<LiveOperation> {
  const token = caller && (await dashboard.issuer.token({ ...caller, ...claims }))
  const extensions = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(live && { live }) }
  return client.subscribe({ query, variables: { ...variables }, extensions })
}

type Row = Readonly<Record<string, unknown>>
const rowsOf = ({ heard }: LiveOperation): Row[] =>
  heard.flatMap(({ data }) => (data ? [data['dashboardChanged'] as Row] : []))
const marksOf = (operation: LiveOperation) => operation.heard.filter(({ data }) => data === null)
const untilMarked = (operation: LiveOperation) => operation.until(() => marksOf(operation).length > 0)

describe('the wire', () => {
  test('begin now: a mark, then rows, each with the place after it, its key and its version', async () => {
    const operation = await subscribe(librarian, { live: { begin: 'now' } })
    expect(await operation.next()).toEqual({ data: null, extensions: { place, caughtUp: true } })
    await dashboard.feed.stream(later.slice(0, 1))
    const { data, extensions } = await operation.next()
    const row = data?.['dashboardChanged'] as Record<string, unknown>
    expect(row).toMatchObject({ rental: { id: row['rentalId'] }, book: { id: expect.any(String) } })
    expect(extensions).toEqual({ place: { ...place, sequence: 51 }, key: row['rentalId'], version: row['version'] })
  })

  test('begin with a snapshot: its rows, a mark, then rows', async () => {
    const operation = await subscribe(librarian, { live: { begin: 'snapshot' } })
    await untilMarked(operation)
    const snapshot = rowsOf(operation)
    expect(snapshot.length).toBe(operation.heard.length - 1)
    expect(new Set(snapshot.map((row) => row['rentalId'])).size).toBe(snapshot.length)
    const places = operation.heard.map(({ extensions }) => extensions?.['place'])
    expect(places.slice(0, -2)).toEqual(places.slice(0, -2).map(() => ({ ...place, snapshotAfter: expect.any(Array) })))
    expect(places.slice(-2)).toEqual([place, place])
    await dashboard.feed.stream(later)
    await operation.until(() => rowsOf(operation).length > snapshot.length + 20)
  })

  test('without `live` the argument says how it begins', async () => {
    const [plain, withSnapshot] = [await subscribe(member), await subscribe(member, { variables: { snapshot: true } })]
    await Promise.all([untilMarked(plain), untilMarked(withSnapshot)])
    expect(rowsOf(plain)).toEqual([])
    expect(rowsOf(withSnapshot).length).toBeGreaterThan(0)
    const overruled = await subscribe(member, { variables: { snapshot: true }, live: { begin: 'now' } })
    await untilMarked(overruled)
    expect(rowsOf(overruled)).toEqual([])
  })

  test('pages: at most so many rows, a mark that says whether there is more, and the end; together the whole', async () => {
    const whole = await subscribe(librarian, { live: { begin: 'snapshot' } })
    await untilMarked(whole)
    const rows: unknown[] = []
    let begin: unknown = 'snapshot'
    for (let caughtUp: unknown = false; caughtUp !== true;) {
      const page = await subscribe(librarian, { live: { begin, page: 3 } })
      expect(await page.end()).toBe('completed')
      expect(rowsOf(page).length).toBeLessThanOrEqual(3)
      expect(marksOf(page)).toEqual(page.heard.slice(-1))
      rows.push(...rowsOf(page))
      ;({ place: begin, caughtUp } = page.heard.at(-1)?.extensions ?? {})
    }
    expect(rows).toEqual(rowsOf(whole))
    expect(begin).toEqual(place)
  })

  test('begin at a place: what was missed, a mark, and then what happens', async () => {
    const from = { ...place, sequence: 20 }
    const operation = await subscribe(librarian, { live: { begin: from } })
    await untilMarked(operation)
    expect(operation.heard.map(({ extensions }) => extensions?.['place'])).toEqual([
      ...earlier.slice(20).map((_, index) => ({ ...place, sequence: 21 + index })),
      place,
    ])
  })

  test('notBefore: a replica that is behind waits, and says so when it takes too long', async () => {
    const notBefore = { ...place, sequence: 51 }
    const waiting = await subscribe(librarian, { live: { begin: 'now', notBefore } })
    const other = await subscribe(librarian, { live: { begin: 'now' } })
    await other.next()
    expect(waiting.heard).toEqual([])
    await dashboard.feed.stream(later.slice(0, 1))
    expect(await waiting.next()).toMatchObject({ extensions: { place: notBefore } })
    const tooLong = await subscribe(librarian, { live: { begin: 'now', notBefore: { ...place, sequence: 99 } } })
    expect(await tooLong.end()).toMatchObject([{ extensions: { code: 'VIEW_BEHIND' } }])
  })

  test('a place that cannot be read on from: RESYNC_REQUIRED, with the reason, and counted', async () => {
    const begin = { stream: '2020-01-01T00:00:00Z', sequence: 1 }
    const operation = await subscribe(member, { live: { begin } })
    expect(await operation.end()).toEqual([
      { message: expect.any(String), extensions: { code: 'RESYNC_REQUIRED', reason: 'STREAM_REPLACED' } },
    ])
    expect(await dashboard.metric('ebook_dashboard_resyncs_total')).toBe(1)
  })

  test.each([
    ['nonsense', { begin: 'yesterday' }],
    ['a page of none', { begin: 'now', page: 0 }],
    ['a page of too many', { begin: 'now', page: 1_001 }],
    ['a place that is none', { begin: { stream: STREAM, sequence: -1 } }],
    ['something unknown', { begin: 'now', since: 1 }],
    ['a token that is none', { begin: 'now', consistency: 'x' }],
  ])('%s is bad input', async (_, live) => {
    const operation = await subscribe(member, { live })
    expect(await operation.end()).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('what is open and what was delivered is counted', async () => {
    const operation = await subscribe(librarian, { live: { begin: 'snapshot' } })
    await untilMarked(operation)
    expect(await dashboard.metric('ebook_dashboard_subscriptions')).toBe(1)
    expect(await dashboard.metric('ebook_dashboard_changes_delivered_total')).toBe(rowsOf(operation).length)
    operation.leave()
    await expect.poll(() => dashboard.metric('ebook_dashboard_subscriptions')).toBe(0)
  })
})

describe('who may hear what', () => {
  test('C28 nobody without a token or a role', async () => {
    expect(await (await subscribe(undefined)).end()).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    const nobody = await subscribe({ sub: 'nobody', roles: [] })
    expect(await nobody.end()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  test("a member hears of their own rentals on every event, and never of another's, also by its id", async () => {
    const other = rentals.find(({ userId }) => userId !== member.sub)
    const variables = { rentalId: other?.rentalId }
    const [own, others, all] = [
      await subscribe(member, { live: { begin: 'snapshot' } }),
      await subscribe(member, { live: { begin: 'snapshot' }, variables }),
      await subscribe(both, { live: { begin: { ...place, sequence: 0 } } }),
    ]
    await Promise.all([own, others, all].map(untilMarked))
    const before = rowsOf(own).length
    await dashboard.feed.stream(later)
    await all.until(() => rowsOf(all).some((row) => row['rentalId'] === rentals.at(-1)?.rentalId))
    const expected = () => rowsOf(all).filter((row) => row['userId'] === member.sub)
    await own.until(() => rowsOf(own).at(-1)?.['rentalId'] === expected().at(-1)?.['rentalId'])
    expect(before).toBeGreaterThan(0)
    expect(new Set(rowsOf(own).map((row) => row['userId']))).toEqual(new Set([member.sub]))
    expect(new Set(rowsOf(all).map((row) => row['userId'])).size).toBe(3)
    expect(rowsOf(others)).toEqual([])
  })

  test('a member hears of their own holds, with what is known of them; who is no member of none', async () => {
    const query =
      'subscription { holdChanged(snapshot: true) { holdId version status suspended hold { id } book { id } } }'
    expect(await (await subscribe(librarian, { query })).end()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const paper = publishing()
    const holds = [member.sub, 'somebody'].map((userId, index) =>
      holdVoicesOf(paper, { holdId: paper.newId(), bookId: 'emma', userId, seq: index + 1 }),
    )
    for (const hold of holds) hold.placed()
    for (const hold of holds) hold.suspended()
    const told = paper.events.map((event) => ({ ...event, id: `hold ${event.id}`, pos: event.pos + 1_000 }))
    await dashboard.feed.stream(told.slice(0, 2))
    const operation = await subscribe(member, { query })
    await untilMarked(operation)
    await dashboard.feed.stream(told.slice(2))
    const rows = () => operation.heard.flatMap(({ data }) => (data ? [data['holdChanged']] : []))
    await operation.until(() => rows().length === 2)
    const holdId = told[0]?.subject
    const known = { holdId, status: 'WAITING', hold: { id: holdId }, book: { id: 'emma' } }
    expect(rows()).toEqual([
      { ...known, version: 1, suspended: false },
      { ...known, version: 2, suspended: true },
    ])
  })

  test('F4 a librarian hears of each case when it is paid, and when it no longer waits', async () => {
    const operation = await subscribe(librarian, { variables: { status: 'PAID' } })
    await untilMarked(operation)
    await dashboard.feed.stream(later)
    const paid = later.filter(({ type }) => type === 'ebook.payment.Paid.v1').map(({ correlationid }) => correlationid)
    await operation.until(() => rowsOf(operation).some((row) => row['rentalId'] === paid.at(-1)))
    const ways = Map.groupBy(rowsOf(operation), (row) => row['rentalId'])
    expect(ways.size).toBeGreaterThan(5)
    for (const [rentalId, rows] of ways) {
      const statuses = rows.map((row) => row['status'])
      // Those that were paid before the librarian came are only seen leaving.
      if (paid.includes(String(rentalId))) expect(statuses[0]).toBe('PAID')
      expect(statuses.filter((status) => status !== 'PAID').length).toBeLessThanOrEqual(1)
    }
  })

  test('until the token expires', async () => {
    const operation = await subscribe(member, { exp: Math.floor(Date.now() / 1_000) + 1 })
    await untilMarked(operation)
    expect(await operation.end()).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } }])
    await expect.poll(() => dashboard.metric('ebook_dashboard_subscriptions')).toBe(0)
  })
})

describe('two replicas', () => {
  test('tell the same versions at the same places; a page of one is read on at the other', async () => {
    const other = await serveDashboard()
    onTestFinished(() => other.stop())
    await other.feed.stream(earlier.slice(0, 7))
    await other.feed.stream(earlier.slice(7))
    const first = await subscribe(librarian, { live: { begin: 'snapshot', page: 5 } })
    expect(await first.end()).toBe('completed')
    await dashboard.feed.stream(later)
    await other.feed.stream(later)
    const begin = first.heard.at(-1)?.extensions?.['place']
    const live = { begin, page: 1_000 }
    const rest = await subscribe(librarian, { live })
    await rest.end()
    const elsewhere = other.connect().subscribe({
      query: CHANGED,
      extensions: { authorization: `Bearer ${await other.issuer.token({ ...librarian })}`, live },
    })
    await elsewhere.end()
    expect(elsewhere.heard).toEqual(rest.heard)
    expect(rowsOf(rest).length).toBeGreaterThan(50)
  })
})

describe('read your writes', () => {
  const MINE = '{ myDashboard(first: 100) { totalCount } }'
  const ALL = '{ dashboards(first: 100) { totalCount } }'
  const [next] = later
  const token = encodeConsistency([next?.id ?? ''])

  test.each([
    ['myDashboard', MINE, member],
    ['dashboards', ALL, librarian],
  ] as const)('%s waits until what was written is in, and says so', async (_, query, caller) => {
    const answer = dashboard.ask(query, {}, caller, { 'x-consistency': token })
    const without = await dashboard.ask(query, {}, caller)
    expect(without.extensions).toBeUndefined()
    await dashboard.feed.stream(later.slice(0, 1))
    expect(await answer).toMatchObject({ data: {}, extensions: { consistencyReached: true } })
    const again = await dashboard.ask(query, {}, caller, { 'x-consistency': token })
    expect(again.extensions).toEqual({ consistencyReached: true })
  })

  test('a view that does not get there answers what it has, and says that', async () => {
    const slow = await serveDashboard({ waitMs: 20 })
    onTestFinished(() => slow.stop())
    const answer = await slow.ask(MINE, {}, member, { 'x-consistency': token })
    expect(answer).toMatchObject({
      data: { myDashboard: { totalCount: 0 } },
      extensions: { consistencyReached: false },
    })
  })

  test('a rental that was paid a moment ago is traced whole', async () => {
    const TRACE = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Rental { trace { eventId } } } }`
    const of = [{ __typename: 'Rental', id: next?.correlationid }]
    const answer = dashboard.ask(TRACE, { of }, librarian, { 'x-consistency': token })
    await dashboard.feed.stream(later.slice(0, 1))
    expect(JSON.stringify(await answer)).toContain(next?.id)
  })

  test('a subscription waits as well, and says so in its first mark only', async () => {
    const operation = await subscribe(librarian, { live: { begin: 'now', consistency: token } })
    await dashboard.feed.stream(later.slice(0, 1))
    expect(await operation.next()).toMatchObject({ extensions: { caughtUp: true, consistencyReached: true } })
    const unknown = encodeConsistency(['00000000-0000-7000-a000-000000000001'])
    const page = await subscribe(librarian, { live: { begin: 'snapshot', page: 2, consistency: unknown } })
    await page.end()
    expect(page.heard.map(({ extensions }) => extensions?.['consistencyReached'])).toEqual([
      undefined,
      undefined,
      false,
    ])
  })
})
