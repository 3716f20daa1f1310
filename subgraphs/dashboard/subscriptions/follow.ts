import { setImmediate as nextTurn } from 'node:timers/promises'
import { lastApplied, NONE_YET, obstacleTo, placeOf, ResyncRequired, ViewBehind, type Place } from '../file/place.ts'
import type { FollowedRow } from '../projections/kinds.ts'
import type { DashboardRow } from '../projections/row.ts'
import type { Scope } from './changes.ts'
import type { Ears } from './ears.ts'
import type { Listener } from './listener.ts'
import { readChanges } from './read-changes.ts'
import { readSnapshot } from './read-snapshot.ts'
import type { View } from './view.ts'
import { untilReadable } from './waiting.ts'

/** What a follower is told: a row and the place after it, or how far it has read without one. */
export type Told<Row extends FollowedRow = DashboardRow> = ToldRow<Row> | Reached

export interface ToldRow<Row extends FollowedRow> {
  readonly row: Row
  readonly place: Place
  readonly traceparent?: string | undefined
}

interface Reached {
  readonly row?: undefined
  readonly place: Place
  readonly caughtUp: boolean
}

export type Begin = 'now' | 'snapshot' | Place

export interface Following<Row extends FollowedRow = DashboardRow> {
  /** Of which kind, and where it is heard of. */
  readonly ears: Ears<Row>
  readonly scope: Scope
  readonly begin: Begin
  readonly signal: AbortSignal
}

const SLICE = 100
/** Events and rows that one page looks through: most may be of no concern, and nobody waits for an answer for ever. */
const MOST_LOOKED_THROUGH = 5_000

interface Slice<Row extends FollowedRow> {
  readonly rows: readonly { readonly row: Row; readonly place: Place }[]
  readonly place: Place
  readonly atEnd: boolean
  /** The last event that the file had when it was read. */
  readonly applied: number
}

/** At most `page` rows from where it begins, and then how far that was. */
export async function* readPage<Row extends FollowedRow>(
  view: View,
  following: Following<Row>,
  page: number,
): AsyncGenerator<Told<Row>> {
  let place = await toBegin(view, following)
  let atEnd = false
  let room = page
  let toLookThrough = MOST_LOOKED_THROUGH
  while (room > 0 && !atEnd && toLookThrough > 0) {
    const limit = Math.min(SLICE, room)
    const slice: Slice<Row> = await readSlice(view, following, place, limit)
    yield* slice.rows
    ;({ place, atEnd } = slice)
    room -= slice.rows.length
    toLookThrough -= limit
  }
  if (typeof place === 'object') yield { place, caughtUp: atEnd }
}

/** All rows from where it begins, how far that was, and then every change as it is committed. Ends by the signal only. */
export async function* follow<Row extends FollowedRow>(
  view: View,
  following: Following<Row>,
): AsyncGenerator<Told<Row>> {
  const { ears, scope, signal } = following
  const { metrics } = view
  const listener = ears.listen(scope)
  try {
    let begin = await toBegin(view, following)
    for (let first = true; ; first = false) {
      listener.goDeaf()
      const place = yield* readToEnd(view, following, begin, listener)
      if (first) yield { place, caughtUp: true }
      for (let heard = await listener.next(signal); heard; heard = await listener.next(signal)) {
        yield 'before' in heard ? heard : { place: heard.place, caughtUp: true }
      }
      metrics.reread.inc()
      begin = listener.place
    }
  } finally {
    ears.leave(listener)
  }
}

async function* readToEnd<Row extends FollowedRow>(
  view: View,
  following: Following<Row>,
  begin: Begin,
  listener: Listener<Row>,
): AsyncGenerator<Told<Row>, Place> {
  for (let from = begin; ;) {
    following.signal.throwIfAborted()
    const { rows, place, atEnd, applied }: Slice<Row> = await readSlice(view, following, from, SLICE)
    yield* rows
    if (atEnd) {
      listener.goLive(place, applied)
      return place
    }
    from = place
  }
}

async function toBegin(view: View, { begin, signal }: { begin: Begin; signal: AbortSignal }): Promise<Begin> {
  if (typeof begin === 'object') await untilReadable(view, begin, signal)
  return begin
}

/** Everything in one transaction: place, rows and the last event are of the same instant. Throws ResyncRequired. */
async function readSlice<Row extends FollowedRow>(
  view: View,
  { ears: { kind }, scope }: Following<Row>,
  from: Begin,
  limit: number,
): Promise<Slice<Row>> {
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
      return { ...(await readSnapshot(tx, kind, { ...place, snapshotAfter }, scope, limit)), atEnd: false, applied: 0 }
    }
    const { changes, ...read } = await readChanges(tx, kind, place, ours, scope, limit)
    return { ...read, rows: changes, applied: await lastApplied(tx) }
  })
}
