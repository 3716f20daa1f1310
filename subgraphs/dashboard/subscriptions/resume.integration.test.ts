import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import type { Place } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import { feeding, STREAM } from '../testing/arrivals.ts'
import { library, someStories } from '../testing/library.ts'
import { readAll, readOnePage, startFollowing, startView, type TestView, type ToldRow } from '../testing/view.ts'
import type { Scope } from './changes.ts'
import { Hub } from './hub.ts'
import { untilReached } from './waiting.ts'

const { events, rentals } = library(someStories(24))
const beginning: Place = { stream: STREAM, sequence: 0 }
const everything = { begin: beginning, scope: {} }
const { signal } = new AbortController()

async function viewOf(from = 0, to = events.length, settings = {}): Promise<TestView> {
  const view = await startView(settings)
  if (from > 0) await view.feed.stream(events.slice(0, from))
  await view.feed.stream(events.slice(from, to))
  return view
}

const rowsBehind = (rows: readonly ToldRow[], { sequence }: Place) =>
  rows.filter((row) => row.place.sequence > sequence)

describe('whoever comes back', () => {
  test('to another replica with the last place, hears exactly what was missed, in order', async () => {
    const { rows } = await readAll(await viewOf(), everything)
    const here = await startView()
    const there = await viewOf()
    const follower = startFollowing(here, { begin: 'now', scope: {} })
    await follower.until(() => follower.told.length === 1)
    for (const cut of [10, 37, 80]) {
      await here.feed.stream(events.slice(follower.told.at(-1)?.place.sequence ?? 0, cut))
      await follower.until(() => follower.told.at(-1)?.place.sequence === cut)
      const { place } = follower.told.at(-1) ?? expect.fail()
      const missed = await readAll(there, { begin: place, scope: {} })
      expect(missed.rows).toEqual(rowsBehind(rows, place))
      expect(missed.place).toEqual({ stream: STREAM, sequence: events.length })
      const live = startFollowing(there, { begin: place, scope: {} })
      await live.until(() => live.told.some((one) => one.row === undefined))
      expect(live.rows()).toEqual(rowsBehind(rows, place))
      expect(live.told.at(-1)).toEqual({ place: missed.place, caughtUp: true })
    }
  })

  test(
    'randomised: cut anywhere, in a snapshot or behind it, and sent to any replica, each with more events than the last',
    async () => {
      const scope = fc.constantFrom<Scope>({}, { userId: 'member-1' }, { status: 'PAID' }, { status: 'CANCELED' })
      const journey = fc.array(
        fc.record({ page: fc.integer({ min: 1, max: 6 }), more: fc.integer({ min: 0, max: 20 }) }),
        {
          minLength: 40,
          maxLength: 40,
        },
      )
      await fc.assert(
        fc.asyncProperty(scope, journey, fc.integer({ min: 0, max: 80 }), async (wanted, pages, first) => {
          const replicas = await Promise.all([viewOf(0, first), viewOf(0, first), viewOf(0, first)])
          const rows: ToldRow[] = []
          let from: 'snapshot' | Place = 'snapshot'
          let applied = first
          let caughtUp = false
          for (const [turn, { page, more }] of pages.entries()) {
            const view = replicas[turn % replicas.length] ?? expect.fail()
            const read: Awaited<ReturnType<typeof readOnePage<DashboardRow>>> = await readOnePage(
              view,
              { begin: from, scope: wanted },
              page,
            )
            rows.push(...read.rows)
            // The last page is lost on its way: the client asks again from the last row that came.
            from = read.rows.at(-1)?.place ?? read.place
            const next = events.slice(applied, applied + more)
            for (const replica of replicas) if (next.length > 0) await replica.feed.stream(next)
            applied += next.length
            caughtUp = read.caughtUp && applied === events.length && next.length === 0
          }
          if (!caughtUp) rows.push(...(await readAll(replicas, { begin: from, scope: wanted, page: 7 })).rows)
          const versions = new Map<string, number>()
          const known = new Map<string, ToldRow['row']>()
          for (const { row } of rows) {
            expect(row.version).toBeGreaterThan(versions.get(row.rental_id) ?? 0)
            if (wanted.status === undefined && versions.has(row.rental_id)) {
              expect(row.version).toBe((versions.get(row.rental_id) ?? 0) + 1)
            }
            versions.set(row.rental_id, row.version)
            if (wanted.status === undefined || row.status === wanted.status) known.set(row.rental_id, row)
            else known.delete(row.rental_id)
          }
          const now = replicas.map((view) => readAll(view, { begin: 'snapshot', scope: wanted }))
          for (const { rows: expected } of await Promise.all(now)) {
            const byId = (a: { rental_id: string }, b: { rental_id: string }) => (a.rental_id < b.rental_id ? -1 : 1)
            const fresh = expected.map(({ row }) => row).sort(byId)
            if (applied < events.length) continue
            expect([...known.values()].sort(byId)).toEqual(fresh)
          }
        }),
        { numRuns: tries(25) },
      )
    },
    triedWithin(60_000),
  )

  test('to a replica that is behind, waits for it', async () => {
    const { rows, place } = await readAll(await viewOf(0, 60), everything)
    const behind = await viewOf(0, 50)
    const reading = readAll(behind, { begin: { ...place, sequence: 55 }, scope: {} })
    await behind.feed.stream(events.slice(50, 60))
    expect((await reading).rows).toEqual(rowsBehind(rows, { ...place, sequence: 55 }))
  })

  test('to a replica that stays behind, is told VIEW_BEHIND', async () => {
    const behind = await viewOf(0, 50, { waitMs: 20 })
    for (const place of [
      { ...beginning, sequence: 51 },
      { stream: '2027-01-01T00:00:00Z', sequence: 1 },
    ]) {
      const code = { extensions: { code: 'VIEW_BEHIND' } }
      await expect(readAll(behind, { begin: place })).rejects.toMatchObject(code)
      await expect(untilReached(behind, place, signal)).rejects.toMatchObject(code)
    }
  })
})

describe('RESYNC_REQUIRED, and why', () => {
  const refused = (reason: string) => ({ extensions: { code: 'RESYNC_REQUIRED', reason } })

  test('a place that is further back than the window', async () => {
    const view = await viewOf(0, 50, { resumeWindow: 10 })
    await view.feed.noise(100)
    await expect(readAll(view, { begin: { ...beginning, sequence: 139 } })).rejects.toMatchObject(
      refused('CURSOR_TOO_OLD'),
    )
    expect((await readAll(view, { begin: { ...beginning, sequence: 140 } })).rows).toEqual([])
  })

  test('a snapshot that was left in its middle for too long', async () => {
    const view = await viewOf()
    const { place } = await readOnePage(view, { begin: 'snapshot', scope: {} }, 3)
    await view.feed.noise(100_001)
    await expect(readAll(view, { begin: place })).rejects.toMatchObject(refused('CURSOR_TOO_OLD'))
  })

  test('a place in a stream that has been replaced', async () => {
    const view = await viewOf(0, 50)
    const { place } = await readAll(view, everything)
    await expect(readAll(view, { begin: { ...place, stream: '2020-01-01T00:00:00Z' } })).rejects.toMatchObject(
      refused('STREAM_REPLACED'),
    )
  })

  test('a place with mended events that this replica does not have, or that the stream has brought since', async () => {
    const view = await viewOf(0, 50, { waitMs: 20 })
    await view.feed.outbox(events.slice(60, 61))
    const { place } = await readAll(view, { begin: 'snapshot' })
    expect(place).toEqual({ stream: STREAM, sequence: 50, mended: expect.stringMatching(/^[0-9a-f]{32}$/) })
    const middle = await readOnePage(view, { begin: 'snapshot', scope: {} }, 3)
    const other = await viewOf(0, 50, { waitMs: 20 })
    await view.feed.stream(events.slice(50, 70))
    for (const begin of [place, middle.place]) {
      await expect(readAll(other, { begin })).rejects.toMatchObject(refused('VIEWS_DIFFER'))
      await expect(readAll(view, { begin })).rejects.toMatchObject(refused('VIEWS_DIFFER'))
    }
  })

  test('a place with mended events that this replica is about to mend as well: it waits', async () => {
    const [early, late] = [await viewOf(0, 50), await viewOf(0, 50)]
    await early.feed.outbox(events.slice(60, 61))
    const { place } = await readAll(early, { begin: 'snapshot' })
    const reading = readAll(late, { begin: place })
    await late.feed.outbox(events.slice(60, 61))
    expect(await reading).toEqual({ rows: [], place })
  })
})

describe('what the stream has lost', () => {
  const lost = events.filter(({ type }) => type === 'ebook.payment.Paid.v1').slice(4, 7)
  const rest = events.filter((event) => !lost.includes(event))

  test('two replicas that have mended the same at different times are at the same places, with the same versions', async () => {
    const [early, late] = [await startView(), await startView()]
    await early.feed.stream(rest.slice(0, 45))
    await early.feed.outbox(lost)
    await early.feed.stream(rest.slice(45))
    await late.feed.stream(rest)
    for (const event of lost.toReversed()) await late.feed.outbox([event])
    const { place } = await readAll(early, { begin: 'snapshot' })
    expect((await readAll(late, { begin: 'snapshot' })).place).toEqual(place)
    const from = { ...place, sequence: 30 }
    const { rows } = await readAll(early, { begin: from })
    expect(rows.length).toBeGreaterThan(10)
    expect(await readAll(late, { begin: from })).toEqual({ rows, place })
  })

  test('who was away when it was mended hears of it: first what the stream brought, then what it lacks', async () => {
    const view = await startView()
    await view.feed.stream(rest.slice(0, 60))
    const before = await readAll(view, everything)
    const middle = await readOnePage(view, { begin: 'snapshot', scope: {} }, 3)
    await view.feed.outbox(lost)
    await view.feed.stream(rest.slice(60))
    const now = await view.file.read.selectFrom('dashboard_row').selectAll().orderBy('rental_id').execute()
    for (const [known, from] of [[before.rows, before.place] as const, [middle.rows, middle.place] as const]) {
      const missed = await readAll(view, { begin: from })
      const rows = new Map<string, ToldRow['row']>()
      for (const { row } of [...known, ...missed.rows]) {
        expect(row.version).toBe((rows.get(row.rental_id)?.version ?? row.version - 1) + 1)
        rows.set(row.rental_id, row)
      }
      expect([...rows.values()].sort((a, b) => (a.rental_id < b.rental_id ? -1 : 1))).toEqual(now)
      expect(missed.place).toMatchObject({ sequence: rest.length, mended: expect.any(String) })
    }
  })

  test('who listens hears of it when it is mended, and not again when the stream brings it after all', async () => {
    const [mending, other] = [await startView(), await startView()]
    const follower = startFollowing(mending, { begin: 'now', scope: {} })
    await follower.until(() => follower.told.length === 1)
    await mending.feed.stream(rest)
    await mending.feed.outbox(lost)
    const total = events.filter(({ type }) => type !== 'ebook.book.Registered.v1').length
    await follower.until(() => follower.rows().length === total)
    const versions = new Map<string, number>()
    for (const { row } of follower.rows()) {
      expect(row.version).toBe((versions.get(row.rental_id) ?? 0) + 1)
      versions.set(row.rental_id, row.version)
    }
    await mending.feed.stream(lost)
    await other.feed.stream([...rest, ...lost])
    const { place } = await readAll(mending, { begin: 'snapshot' })
    expect(place).toEqual({ stream: STREAM, sequence: events.length })
    // The stream's order counts again: both replicas tell the same from any place on.
    const from = { ...place, sequence: 20 }
    expect(await readAll(mending, { begin: from })).toEqual(await readAll(other, { begin: from }))
    await follower.stop()
    expect(follower.rows()).toHaveLength(total)
  })

  test('a stream that begins anew brings everything once more: nobody hears of it, and the places of both are the same again', async () => {
    const view = await viewOf()
    const follower = startFollowing(view, { begin: 'now', scope: {} })
    await follower.until(() => follower.told.length === 1)
    const anew = '2026-11-22T00:00:00Z'
    const [again, fresh] = [feeding(view, anew), await startView()]
    await again.stream(events.slice(0, 50).toReversed())
    const { place } = await readAll(view, { begin: 'snapshot' })
    expect(place).toMatchObject({ stream: anew, sequence: 50, mended: expect.any(String) })
    await again.stream(events.slice(50))
    await feeding(fresh, anew).stream([...events.slice(0, 50).toReversed(), ...events.slice(50)])
    const from = { stream: anew, sequence: 0 }
    expect(await readAll(view, { begin: from })).toEqual(await readAll(fresh, { begin: from }))
    await follower.stop()
    expect(follower.rows()).toEqual([])
  })
})

describe('a slow reader', () => {
  test('is sent to the file instead of memory: it gets every change, once, in order', async () => {
    const view = await startView()
    const { rows } = await readAll(await viewOf(), everything)
    const follower = startFollowing(view, { begin: 'now', scope: {} })
    await follower.until(() => follower.told.length === 1)
    // It has no turn while all of this is committed, so its queue overflows.
    const many = library(someStories(200)).events
    await view.feed.stream(many)
    const expected = await readAll(view, everything)
    await follower.until(() => follower.rows().length === expected.rows.length)
    expect(follower.rows()).toEqual(expected.rows)
    expect(await view.metric('ebook_dashboard_reread_total')).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(expected.rows.length)
  })

  test('whom nothing concerns is told now and then how far it is, so that its place stays good', async () => {
    const hub = new Hub({ markEvery: 20 })
    const view = await startView({ hub, resumeWindow: 40 })
    const follower = startFollowing(view, { begin: 'now', scope: { id: rentals[0]?.rentalId } })
    await follower.until(() => follower.told.length === 1)
    await view.feed.noise(1)
    await view.feed.noise(90)
    await follower.until(() => follower.told.length === 2)
    expect(follower.told[1]).toEqual({ place: { stream: STREAM, sequence: 91 }, caughtUp: true })
    expect((await readAll(view, { begin: follower.told[1]?.place ?? beginning })).rows).toEqual([])
  })
})
