import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { basesIn, forksOf, keptIn, restoredIn, type Places } from './backup-folder.ts'
import type { Stock } from './plan-restore.ts'

const USUAL_SEGMENT_BYTES = 16 * 1024 * 1024

/** What there is to restore from. Throws DamagedBackup. */
export function stockOf(places: Places): Stock {
  const bases = basesIn(places)
  return {
    folder: places.folder,
    bases,
    kept: keptIn(places, bases[0]?.segmentBytes ?? USUAL_SEGMENT_BYTES),
    restored: restoredIn(places),
    forks: (timeline) => forksOf(places, timeline, (file) => gunzipSync(readFileSync(file)).toString('utf8')),
  }
}
