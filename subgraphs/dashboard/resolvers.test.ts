import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyEvents } from './feed/apply.ts'
import { fromStream } from './testing/arrivals.ts'
import { library, someStories } from './testing/library.ts'
import { serveDashboard, type Caller, type Served } from './testing/served.ts'

const identity = '2026-11-21T01:00:00Z'
const { events, rentals, titles } = library(someStories(45))
const member: Caller = { sub: 'member-1', roles: ['MEMBER'] }
const librarian: Caller = { sub: 'sora', roles: ['ADMIN'] }
const own = rentals.filter(({ userId }) => userId === member.sub)
const others = rentals.find(({ userId }) => userId !== member.sub)

let dashboard: Served
beforeAll(async () => {
  dashboard = await serveDashboard()
  await applyEvents(dashboard.file, fromStream(events), { identity, sequence: 321 })
})
afterAll(() => dashboard.stop())

/** Whose refund stands failed at their end. */
const FAILED = new Set([
  'the refund failed for good, the points are back (P12, R22)',
  'the provider takes a refund back after the rental had ended (P13)',
])

const MY_DASHBOARD = `query MyDashboard($first: Int, $after: String, $status: DashboardStatus) {
  myDashboard(first: $first, after: $after, status: $status) {
    asOf { cursor lagMs }
    edges { cursor node { rentalId version userId bookId title rentalFee status paymentState points rentedDate paidDate approvedDate dueAt returnedDate refundedDate canceledDate } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`
const DASHBOARDS = `query Dashboards($first: Int, $after: String, $status: DashboardStatus, $userId: ID, $refundFailed: Boolean, $search: String, $over: Boolean) {
  dashboards(first: $first, after: $after, status: $status, userId: $userId, refundFailed: $refundFailed, search: $search, over: $over) {
    asOf { cursor lagMs }
    edges { cursor node { rentalId version userId bookId title status points refundFailed } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`
const TRACE = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Rental { id trace { eventId eventType time actor causationId correlationId } } }
}`
const ROW = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on DashboardRow { rentalId status userId rental { id trace { eventType } } book { id } } }
}`

describe('F10 PP1 PV7 what a member sees', () => {
  test('their own rentals, with money and points, and how fresh that is', async () => {
    const { data } = await dashboard.ask(MY_DASHBOARD, { first: 100 }, member)
    expect(data).toMatchObject({
      myDashboard: {
        asOf: { cursor: Buffer.from(`${identity}:321`).toString('base64url'), lagMs: expect.any(Number) },
        totalCount: own.length,
        pageInfo: { hasNextPage: false },
      },
    })
    const nodes = nodesOf(data, 'myDashboard')
    const seen = new Map(nodes.map((node) => [node['rentalId'], node]))
    for (const { rentalId, story } of own) {
      const { status, payment_state: paymentState, points } = story.ends
      expect(seen.get(rentalId)).toMatchObject({ status, paymentState, points, userId: member.sub, rentalFee: 3_000 })
    }
  })

  test('PN2 points are null before promotion has answered, the points after, and 0 when they were taken back', async () => {
    const { data } = await dashboard.ask(DASHBOARDS, { first: 100 }, librarian)
    expect(new Set(nodesOf(data, 'dashboards').map((node) => node['points']))).toEqual(new Set([null, 300, 0]))
  })

  test('page by page the same as at once, each row once', async () => {
    const { data } = await dashboard.ask(DASHBOARDS, { first: 100 }, librarian)
    const atOnce = nodesOf(data, 'dashboards').map((node) => node['rentalId'])
    expect(atOnce).toHaveLength(rentals.length)
    const paged: unknown[] = []
    for (let after: string | null = null, more = true; more;) {
      const page = await dashboard.ask(DASHBOARDS, { first: 7, after }, librarian)
      paged.push(...nodesOf(page.data, 'dashboards').map((node) => node['rentalId']))
      const { hasNextPage, endCursor } = connectionOf(page.data, 'dashboards').pageInfo
      after = endCursor
      more = hasNextPage
    }
    expect(paged).toEqual(atOnce)
  })

  test('filtered by where they stand, and counted so', async () => {
    const standing = rentals.filter(({ story }) => story.ends.status === 'CANCELED')
    const { data } = await dashboard.ask(DASHBOARDS, { first: 100, status: 'CANCELED' }, librarian)
    expect(connectionOf(data, 'dashboards').totalCount).toBe(standing.length)
    expect(new Set(nodesOf(data, 'dashboards').map((node) => node['status']))).toEqual(new Set(['CANCELED']))
    const mine = await dashboard.ask(MY_DASHBOARD, { status: 'CANCELED' }, member)
    expect(connectionOf(mine.data, 'myDashboard').totalCount).toBe(
      standing.filter(({ userId }) => userId === member.sub).length,
    )
  })

  test('a librarian sees everybody, or one member', async () => {
    const { data } = await dashboard.ask(DASHBOARDS, { first: 100, userId: member.sub }, librarian)
    expect(connectionOf(data, 'dashboards').totalCount).toBe(own.length)
  })

  test('F5 refunds that failed for good are told, and found', async () => {
    const failed = new Set(rentals.filter(({ story }) => FAILED.has(story.name)).map(({ rentalId }) => rentalId))
    expect(failed.size).toBeGreaterThan(0)
    const found = async (refundFailed?: boolean) => {
      const { data } = await dashboard.ask(DASHBOARDS, { first: 100, refundFailed }, librarian)
      const nodes = nodesOf(data, 'dashboards')
      expect(connectionOf(data, 'dashboards').totalCount).toBe(nodes.length)
      for (const node of nodes) expect(node['refundFailed']).toBe(failed.has(String(node['rentalId'])))
      return nodes.length
    }
    expect(await found()).toBe(rentals.length)
    expect(await found(true)).toBe(failed.size)
    expect(await found(false)).toBe(rentals.length - failed.size)
  })

  test('those that are over are told from those that are open', async () => {
    const found = async (over?: boolean) => {
      const { data } = await dashboard.ask(DASHBOARDS, { first: 100, over }, librarian)
      return nodesOf(data, 'dashboards').map((node) => String(node['status']))
    }
    const isOver = (status: string) => ['RETURNED', 'EXPIRED', 'CANCELED'].includes(status)
    const all = await found()
    expect((await found(true)).sort()).toEqual(all.filter(isOver).sort())
    expect((await found(false)).sort()).toEqual(all.filter((status) => !isOver(status)).sort())
    for (const over of [true, false]) expect(await found(over)).not.toEqual([])
  })

  test('a librarian finds rentals by a part of the title or of the member, in whatever case', async () => {
    const found = async (search: string) => {
      const { data } = await dashboard.ask(DASHBOARDS, { first: 100, search }, librarian)
      return nodesOf(data, 'dashboards').map((node) => node['rentalId'])
    }
    const all = rentals.map(({ rentalId, userId }) => ({ rentalId, userId }))
    expect(new Set(await found('EMBER-1'))).toEqual(
      new Set(all.filter(({ userId }) => userId === 'member-1').map(({ rentalId }) => rentalId)),
    )
    expect(await found('DEMI')).toHaveLength(rentals.length)
    expect(await found('100%_')).toEqual([])
    const { errors } = await dashboard.ask(DASHBOARDS, { search: 'a'.repeat(201) }, librarian)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argumentName: 'search' })
  })

  test('a librarian who borrows has a dashboard of their own, empty at first', async () => {
    const { data } = await dashboard.ask(MY_DASHBOARD, {}, librarian)
    expect(data).toMatchObject({ myDashboard: { edges: [], totalCount: 0, pageInfo: { endCursor: null } } })
  })
})

describe('who may', () => {
  test.each([
    ['myDashboard without a token', MY_DASHBOARD, undefined, 'UNAUTHENTICATED'],
    ['dashboards without a token', DASHBOARDS, undefined, 'UNAUTHENTICATED'],
    ['dashboards as a member', DASHBOARDS, member, 'FORBIDDEN'],
    ['myDashboard without a role', MY_DASHBOARD, { sub: 'nobody', roles: [] }, 'FORBIDDEN'],
  ] as const)('%s is refused', async (_, query, caller, code) => {
    const { errors } = await dashboard.ask(query, {}, caller)
    expect(errors).toMatchObject([{ extensions: { code } }])
  })

  test.each([
    ['a page of none', { first: 0 }],
    ['a page of too many', { first: 101 }],
    ['a cursor of nobody', { after: 'bm9uc2Vuc2U' }],
    ['a cursor of SQL', { after: "' or 1=1 --" }],
  ])('%s is bad input', async (_, variables) => {
    const { errors } = await dashboard.ask(MY_DASHBOARD, variables, member)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('the catalogue is public, and knows how often a title was applied for (F1)', async () => {
    const { data } = await dashboard.ask(`{
      catalogue(first: 1) {
        totalCount
        edges { node { bookId title rentalFee status seatsTotal seatsFree timesRequested } }
        pageInfo { hasNextPage endCursor }
      }
    }`)
    expect(data).toMatchObject({
      catalogue: {
        totalCount: 2,
        edges: [{ node: { bookId: titles[1], title: 'Title 2', rentalFee: 3_000, seatsTotal: 1, timesRequested: 22 } }],
        pageInfo: { hasNextPage: true },
      },
    })
  })
})

describe('C12 the trace of a rental', () => {
  const traceFor = async (rentalId: string | undefined, caller?: Caller) => {
    const representations = [{ __typename: 'Rental', id: rentalId }]
    const { data } = await dashboard.ask(TRACE, { representations }, caller)
    return (data as { _entities?: { id: string; trace: Record<string, unknown>[] }[] } | undefined)?._entities?.[0]
  }

  test('holds every event of the rental from every subgraph, oldest first, and each says what caused it', async () => {
    for (const { rentalId } of own) {
      const expected = events.filter((event) => event.correlationid === rentalId)
      expect((await traceFor(rentalId, member))?.trace).toEqual(
        expected.map((event) => ({
          eventId: event.id,
          eventType: event.type,
          time: event.time,
          actor: event.actor,
          causationId: event.causationid,
          correlationId: rentalId,
        })),
      )
    }
  })

  test('is empty for another member and without a token, and open to a librarian', async () => {
    expect(await traceFor(others?.rentalId, member)).toEqual({ id: others?.rentalId, trace: [] })
    expect(await traceFor(others?.rentalId)).toEqual({ id: others?.rentalId, trace: [] })
    expect((await traceFor(others?.rentalId, librarian))?.trace).not.toEqual([])
    expect(await traceFor('00000000-0000-7000-8000-00000000ffff', librarian)).toMatchObject({ trace: [] })
  })

  test('a row is given by reference to its owner, with the references to its rental and title; to others it is not there', async () => {
    const [mine] = own
    const representations = [
      { __typename: 'DashboardRow', rentalId: mine?.rentalId },
      { __typename: 'DashboardRow', rentalId: others?.rentalId },
      { __typename: 'DashboardRow', rentalId: 'unknown' },
    ]
    const { data } = await dashboard.ask(ROW, { representations }, member)
    expect(data).toEqual({
      _entities: [
        {
          rentalId: mine?.rentalId,
          status: mine?.story.ends.status,
          userId: member.sub,
          rental: { id: mine?.rentalId, trace: expect.arrayContaining([{ eventType: 'ebook.rent.Rented.v1' }]) },
          book: { id: expect.any(String) },
        },
        null,
        null,
      ],
    })
  })
})

test('nothing applied yet: an empty view, and a lag of 0', async () => {
  const fresh = await serveDashboard()
  try {
    const { data } = await fresh.ask(MY_DASHBOARD, {}, member)
    expect(data).toMatchObject({ myDashboard: { asOf: { lagMs: 0, cursor: expect.any(String) }, totalCount: 0 } })
  } finally {
    await fresh.stop()
  }
})

interface SeenConnection {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: Record<string, unknown> }[]
}

function connectionOf(data: unknown, field: string): SeenConnection {
  return (data as Record<string, SeenConnection>)[field] as SeenConnection
}

function nodesOf(data: unknown, field: string) {
  return connectionOf(data, field).edges.map(({ node }) => node)
}
