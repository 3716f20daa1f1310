import { setImmediate as nextTurn } from 'node:timers/promises'
import { lastApplied, NONE_YET, obstacleTo, placeOf, ResyncRequired, ViewBehind, type Place } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import type { Scope } from './changes.ts'
import type { Listener } from './listener.ts'
import { readChanges } from './read-changes.ts'
import { readSnapshot } from './read-snapshot.ts'
import type { View } from './view.ts'
import { untilReadable } from './waiting.ts'

/** What a follower is told: a row and the place after it, or how far it has read without one. */
export type Told =
  | { readonly row: DashboardRow; readonly place: Place; readonly traceparent?: string | undefined }
  | { readonly row?: undefined; readonly place: Place; readonly caughtUp: boolean }

export interface Following {
  readonly scope: Scope
  readonly begin: 'now' | 'snapshot' | Place
  readonly signal: AbortSignal
}

const SLICE = 100
/** Events and rows that one page looks through: most may be of no concern, and nobody waits for an answer for ever. */
const MOST_LOOKED_THROUGH = 5_000

interface Slice {
  readonly rows: readonly { readonly row: DashboardRow; readonly place: Place }[]
  readonly place: Place
  readonly atEnd: boolean
  /** The last event that the file had when it was read. */
  readonly applied: number
}

/** At most `page` rows from where it begins, and then how far that was. */
export async function* readPage(view: View, following: Following, page: number): AsyncGenerator<Told> {
  let place = await toBegin(view, following)
  let atEnd = false
  let room = page
  let toLookThrough = MOST_LOOKED_THROUGH
  while (room > 0 && !atEnd && toLookThrough > 0) {
    const limit = Math.min(SLICE, room)
    const slice: Slice = await readSlice(view, place, following.scope, limit)
    yield* slice.rows
    ;({ place, atEnd } = slice)
    room -= slice.rows.length
    toLookThrough -= limit
  }
  if (typeof place === 'object') yield { place, caughtUp: atEnd }
}

/** All rows from where it begins, how far that was, and then every change as it is committed. Ends by the signal only. */
export async function* follow(view: View, following: Following): AsyncGenerator<Told> {
  const { scope, signal } = following
  const { hub, metrics } = view
  const listener = hub.listen(scope)
  try {
    let begin = await toBegin(view, following)
    for (let first = true; ; first = false) {
      listener.goDeaf()
      const place = yield* readToEnd(view, following, begin, listener)
      if (first) yield { place, caughtUp: true }
      for (let heard = await listener.next(signal); heard; heard = await listener.next(signal)) {
        yield heard.row ? heard : { place: heard.place, caughtUp: true }
      }
      metrics.reread.inc()
      begin = listener.place
    }
  } finally {
    hub.leave(listener)
  }
}

async function* readToEnd(
  view: View,
  { scope, signal }: Following,
  begin: Following['begin'],
  listener: Listener,
): AsyncGenerator<Told, Place> {
  for (let from = begin; ;) {
    signal.throwIfAborted()
    const { rows, place, atEnd, applied }: Slice = await readSlice(view, from, scope, SLICE)
    yield* rows
    if (atEnd) {
      listener.goLive(place, applied)
      return place
    }
    from = place
  }
}

async function toBegin(view: View, { begin, signal }: Following): Promise<Following['begin']> {
  if (typeof begin === 'object') await untilReadable(view, begin, signal)
  return begin
}

/** Everything in one transaction: place, rows and the last event are of the same instant. Throws ResyncRequired. */
async function readSlice(view: View, from: Following['begin'], scope: Scope, limit: number): Promise<Slice> {
  // Reading a file never waits, so a reader who keeps up would not let anybody else have a turn.
  await nextTurn()
  return view.file.read.transaction().execute(async (tx) => {
    const ours = await placeOf(tx)
    if (from === 'now') return { rows: [], place: ours, atEnd: true, applied: await lastApplied(tx) }
    const given = from === 'snapshot' ? { ...ours, snapshotAfter: NONE_YET } : from
    const obstacle = obstacleTo(given, ours, view.resumeWindow)
    if (obstacle === 'BEHIND') throw new ViewBehind()
    if (obstacle) throw new ResyncRequired(obstacle)
    const place = { ...given, stream: ours.stream }
    const { snapshotAfter } = place
    if (snapshotAfter) {
      return { ...(await readSnapshot(tx, { ...place, snapshotAfter }, scope, limit)), atEnd: false, applied: 0 }
    }
    const { changes, ...read } = await readChanges(tx, place, ours, scope, limit)
    return { ...read, rows: changes, applied: await lastApplied(tx) }
  })
}
