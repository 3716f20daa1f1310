import { expect, test } from 'vitest'
import { placeAt } from '../file/place.ts'
import { HOLDS, RENTALS } from '../projections/kinds.ts'
import { library, someStories } from '../testing/library.ts'
import { plansOf } from '../testing/plans-of.ts'
import { startView } from '../testing/view.ts'
import type { Scope } from './changes.ts'
import { readChanges } from './read-changes.ts'
import { readSnapshot } from './read-snapshot.ts'

const scopes: readonly Scope[] = [
  {},
  { userId: 'member-1' },
  { id: 'a' },
  { userId: 'member-1', id: 'a' },
  { status: 'PAID' },
  { userId: 'member-1', status: 'PAID' },
]

const OF_A_MEMBER = { userId: 'member-1' }

test.each(scopes)('what is read for %o is found by indices: no table is walked through', async (scope) => {
  const view = await startView()
  const { events } = library(someStories(30))
  await view.feed.stream(events.slice(0, -5))
  await view.feed.outbox(events.slice(-5))
  const { read } = view.file
  for (const mended of [undefined, 'f'.repeat(32)]) {
    const place = placeAt('2026', 50, mended)
    const ours = placeAt('2026', 100, 'f'.repeat(32))
    const used = await plansOf(read, async (db) => {
      await readChanges(db, RENTALS, place, ours, scope, 500)
      await readSnapshot(db, RENTALS, { ...place, snapshotAfter: ['2026', 'a'] }, scope, 100)
      await readChanges(db, HOLDS, place, ours, OF_A_MEMBER, 500)
      await readSnapshot(db, HOLDS, { ...place, snapshotAfter: ['b', 'a'] }, OF_A_MEMBER, 100)
    })
    // Neither a table nor one of its large indices from one end to the other; of mended events there are few.
    expect(used).not.toMatch(/SCAN (event|followed|dashboard_row|hold_row)(?! USING (COVERING )?INDEX event_mended)/)
    expect(used).not.toMatch(/event_of_row \(row_id>/)
    expect(used).toMatch(/SEARCH/)
  }
})
