import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import type { Place } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import { STREAM } from '../testing/arrivals.ts'
import { library, someStories } from '../testing/library.ts'
import { readAll, rowsOf, startFollowing, startView, type ToldRow } from '../testing/view.ts'
import type { Scope } from './changes.ts'

const { events, rentals } = library(someStories(24))
const beginning: Place = { stream: STREAM, sequence: 0 }
const scopes: readonly Scope[] = [
  {},
  { userId: 'member-1' },
  { status: 'PAID' },
  { userId: 'member-2', status: 'CANCELED' },
  { id: rentals[3]?.rentalId },
]

/** Every change, as a replica tells it that has read all of the stream. */
async function everyChange(scope: Scope = {}): Promise<ToldRow[]> {
  const view = await startView()
  await view.feed.stream(events)
  return (await readAll(view, { begin: beginning, scope })).rows
}

const isIn = (scope: Scope, row: DashboardRow) =>
  (scope.userId === undefined || row.user_id === scope.userId) && (scope.id === undefined || row.rental_id === scope.id)

/** What the scope is told of all changes, and no more. */
function within(scope: Scope, changes: readonly ToldRow[]): ToldRow[] {
  const was = new Map<string, string>()
  return changes.filter(({ row }) => {
    const before = was.get(row.rental_id)
    was.set(row.rental_id, row.status)
    return isIn(scope, row) && (scope.status === undefined || [row.status, before].includes(scope.status))
  })
}

/** The rows of the scope after all the changes, in the order of a snapshot. */
function stateAfter(changes: readonly ToldRow[], scope: Scope): DashboardRow[] {
  const rows = [...new Map(changes.map(({ row }) => [row.rental_id, row])).values()]
  return rows
    .filter((row) => isIn(scope, row) && (scope.status === undefined || row.status === scope.status))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
const keyOf = (row: DashboardRow) => `${row.rented_date} ${row.rental_id}`

describe('what is told', () => {
  test('V8 each event of a rental is one change: versions rise by one, in the order of the stream', async () => {
    const changes = await everyChange()
    const versions = new Map<string, number>()
    for (const { row } of changes) {
      expect(row.version).toBe((versions.get(row.rental_id) ?? 0) + 1)
      versions.set(row.rental_id, row.version)
    }
    expect(changes.map(({ place }) => place)).toEqual(
      events.flatMap(({ type }, index) =>
        type === 'ebook.book.Registered.v1' ? [] : [{ stream: STREAM, sequence: index + 1 }],
      ),
    )
  })

  test('who began before the first message has missed everything, and nothing was replaced', async () => {
    const changes = await everyChange()
    const view = await startView()
    await view.feed.stream(events)
    const follower = startFollowing(view, { begin: { stream: '', sequence: 0 }, scope: {} })
    await follower.until(() => follower.rows().length === changes.length)
    expect(follower.rows()).toEqual(changes)
  })

  test.each([1, 7, 1_000])('from memory the same as from the file, in batches of %i', async (batch) => {
    const changes = await everyChange()
    const view = await startView()
    const follower = startFollowing(view, { begin: 'now', scope: {} })
    await follower.until(() => follower.told.length === 1)
    expect(follower.told).toEqual([{ place: { stream: '', sequence: 0 }, caughtUp: true }])
    for (let from = 0; from < events.length; from += batch) await view.feed.stream(events.slice(from, from + batch))
    await follower.until(() => follower.rows().length === changes.length)
    expect(follower.rows()).toEqual(changes)
  })

  test.each(scopes)(
    'of %o what belongs to it, and nothing else: from memory, from the file, as a snapshot',
    async (scope) => {
      const changes = await everyChange()
      const own = within(scope, changes)
      expect(own.length).toBeGreaterThan(0)
      expect(await everyChange(scope)).toEqual(own)

      const view = await startView()
      const follower = startFollowing(view, { begin: 'now', scope })
      await follower.until(() => follower.told.length === 1)
      await view.feed.stream(events)
      await follower.until(() => follower.rows().length === own.length)
      expect(follower.rows()).toEqual(own)

      const { rows } = await readAll(view, { begin: 'snapshot', scope, page: 3 })
      expect(rows.map(({ row }) => row)).toEqual(stateAfter(changes, scope))
    },
  )

  test("G2 another member's rental: nothing, by whatever way", async () => {
    const other = rentals.find(({ userId }) => userId !== 'member-1')
    const scope = { userId: 'member-1', id: other?.rentalId }
    expect(await everyChange(scope)).toEqual([])
    const view = await startView()
    const follower = startFollowing(view, { begin: 'snapshot', scope })
    const everybody = startFollowing(view, { begin: 'snapshot', scope: {} })
    await everybody.until(() => everybody.told.length === 1)
    await view.feed.stream(events)
    await everybody.until(
      () => everybody.rows().length === within({}, everybody.rows()).length && everybody.told.length > 100,
    )
    expect((await readAll(view, { begin: 'snapshot', scope })).rows).toEqual([])
    expect(rowsOf(follower.told)).toEqual([])
  })

  test('a rental that leaves the status is told of once more, and then no longer', async () => {
    const told = within({ status: 'PAID' }, await everyChange())
    for (const { rentalId } of rentals) {
      const ways = told.filter(({ row }) => row.rental_id === rentalId).map(({ row }) => row.status === 'PAID')
      expect(ways.filter((paid) => !paid).length).toBeLessThanOrEqual(1)
      if (ways.includes(false)) expect(ways.at(-1)).toBe(false)
    }
    expect(told.filter(({ row }) => row.status !== 'PAID').length).toBeGreaterThan(5)
  })
})

describe('no seam', () => {
  const starts = fc.array(
    fc.record({
      batch: fc.integer({ min: 0, max: 29 }),
      turns: fc.integer({ min: 0, max: 400 }),
      begin: fc.constantFrom('snapshot' as const, 'now' as const),
      scope: fc.constantFrom(...scopes),
    }),
    { minLength: 1, maxLength: 6 },
  )
  const batches = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 30, maxLength: 30 })

  test(
    'whoever begins while events are applied, in the middle of whatever, misses nothing and hears nothing twice',
    async () => {
      const changes = await everyChange()
      await fc.assert(
        fc.asyncProperty(batches, starts, async (sizes, beginnings) => {
          const view = await startView()
          const followers: { begin: string; scope: Scope; follower: ReturnType<typeof startFollowing> }[] = []
          let from = 0
          for (const [index, size] of sizes.entries()) {
            const applying = view.feed.stream(events.slice(from, from + size))
            for (const { turns, begin, scope } of beginnings.filter(({ batch }) => batch === index)) {
              // Into the middle of the transaction, or of its telling, wherever that many turns lead.
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
              followers.push({ begin, scope, follower: startFollowing(view, { begin, scope }) })
            }
            await applying
            from += size
          }
          await view.feed.stream(events.slice(from))
          for (const { begin, scope, follower } of followers) {
            await follower.until(() => follower.told.some((one) => one.row === undefined))
            const seam = follower.told[0]?.place.sequence ?? 0
            const later = within(scope, changes).filter(({ place }) => place.sequence > seam)
            const after = () => follower.rows().filter(({ place }) => place.sequence > seam)
            await follower.until(() => after().length >= later.length)
            expect(after()).toEqual(later)
            const snapshot = follower.rows().filter(({ place }) => place.sequence === seam)
            const state = stateAfter(
              changes.filter(({ place }) => place.sequence <= seam),
              scope,
            )
            expect(snapshot.map(({ row }) => row)).toEqual(begin === 'snapshot' ? state : [])
            await follower.stop()
          }
        }),
        { numRuns: tries(40) },
      )
    },
    triedWithin(60_000),
  )
})
