import { readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { basesIn, removeBase, type Places } from './backup-folder.ts'
import { readSegment, segmentAt } from './wal.ts'

export interface Removed {
  readonly bases: number
  readonly wal: number
}

/** Keeps so many bases, the newest, and the WAL that these need. */
export async function keepNewest(places: Places, count: number): Promise<Removed> {
  const bases = basesIn(places)
  const dropped = bases.slice(0, -count)
  const oldest = bases[dropped.length]
  if (oldest === undefined) return { bases: 0, wal: 0 }
  for (const { name } of dropped) await removeBase(places, name)
  const first = segmentAt(oldest.startLsn, oldest.segmentBytes)
  let wal = 0
  for (const file of await readdir(places.wal)) {
    // Beside the segments there are histories of timelines, which are small and needed for ever.
    const segment = readSegment(file.slice(0, 24), oldest.segmentBytes)
    if (file.includes('.history') || segment === undefined || segment.number >= first) continue
    await rm(resolve(places.wal, file))
    wal += 1
  }
  return { bases: dropped.length, wal }
}
