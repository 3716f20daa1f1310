import fc from 'fast-check'
import { expect, test } from 'vitest'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import type { HoldRow } from '../projections/hold-row.ts'
import { holdStories, holdVoicesOf } from '../testing/hold-voices.ts'
import { library, someStories } from '../testing/library.ts'
import { publishing } from '../testing/publishing.ts'
import { readAll, startFollowing, startView, type ToldRow } from '../testing/view.ts'

/** Holds of three members, their events in turns. */
const events = (() => {
  const paper = publishing()
  for (const round of [0, 1, 2]) {
    for (const [index, tell] of holdStories.entries()) {
      const userId = `member-${(index + round) % 3}`
      tell(holdVoicesOf(paper, { holdId: paper.newId(), bookId: `book-${index}`, userId, seq: index + 1 }))
    }
  }
  // One after the other of each hold, and the holds in between each other.
  return paper.events
    .toSorted((a, b) => a.aggregateversion - b.aggregateversion)
    .map((event, index) => ({
      ...event,
      pos: index + 1,
    }))
})()

const scope = { userId: 'member-1' }
const own = events.filter(({ data }) => (data as { userId: string }).userId === scope.userId)

const latest = (told: readonly ToldRow<HoldRow>[]) => new Map(told.map(({ row }) => [row.hold_id, row]))

/** Each of the member's, each version once and none before the one before it. */
function expectWhole(told: readonly ToldRow<HoldRow>[]): void {
  const versions = new Map<string, number>()
  for (const { row } of told) {
    expect(row.user_id).toBe(scope.userId)
    const before = versions.get(row.hold_id)
    if (before !== undefined) expect(row.version).toBe(before + 1)
    versions.set(row.hold_id, row.version)
  }
}

test(
  'a member hears every change of their own holds, whenever they begin and come back, from whichever replica',
  async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(steps, fc.nat({ max: 100 }), async (sizes, comeBack) => {
        const view = await startView()
        const ears = view.hub.holds
        const follower = startFollowing(view, { begin: 'snapshot', scope, ears })
        await follower.until(() => follower.told.length === 1)
        let from = 0
        for (const size of sizes) {
          await view.feed.stream(events.slice(from, from + size))
          from += size
        }
        await view.feed.stream(events.slice(from))
        await follower.until(() => follower.rows().length === own.length)
        expectWhole(follower.rows())
        await follower.stop()
        // Who left anywhere, and reads on behind what was told last, ends where the others are.
        const left = follower.rows().slice(0, comeBack % own.length)
        const { rows } = await readAll(view, { begin: left.at(-1)?.place ?? 'snapshot', scope, ears, page: 3 })
        expect(latest([...left, ...rows])).toEqual(latest(follower.rows()))
      }),
      { numRuns: tries(20) },
    )
  },
  triedWithin(60_000),
)

test('rentals and holds are followed apart: neither brings the other', async () => {
  const view = await startView()
  const told = library(someStories(4)).events
  const rentals = startFollowing(view, { begin: 'now', scope: {} })
  const holds = startFollowing(view, { begin: 'now', scope: {}, ears: view.hub.holds })
  for (const follower of [rentals, holds]) await follower.until(() => follower.told.length === 1)
  await view.feed.outbox([
    ...told,
    ...events.map((event) => ({ ...event, id: `hold ${event.id}`, pos: event.pos + 1_000 })),
  ])
  await holds.until(() => holds.rows().length === events.length)
  await rentals.until(() => rentals.rows().length > 0)
  expect(rentals.rows().every(({ row }) => 'rental_id' in row)).toBe(true)
  expect(holds.rows().every(({ row }) => 'hold_id' in row)).toBe(true)
})
