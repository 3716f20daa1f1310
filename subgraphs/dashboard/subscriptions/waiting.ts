import { sql, type Kysely } from 'kysely'
import { Quota } from '@ebook/chassis/quota'
import type { Applied } from '../feed/apply.ts'
import { isBehind, obstacleTo, placeOf, ResyncRequired, ViewBehind, type Place } from '../file/place.ts'
import type { Tables } from '../file/tables.ts'
import type { View } from './view.ts'

/** Each holds a request open: a view that stands still must not be the end of all other reading. */
const WAITS_OF_A_MEMBER = 4
const WAITS_OF_ALL = 1_000

export const openWaits = (): Quota => new Quota(WAITS_OF_A_MEMBER, WAITS_OF_ALL)

export interface Reader {
  /** Who waits; undefined: nobody, it is only looked. */
  readonly member: string | undefined
  readonly signal: AbortSignal
}

/**
 * Says whether the events are in the file. Waits until they are, as long as the view may wait, unless the member waits
 * for as much already.
 */
export async function untilTaken(
  view: View,
  eventIds: readonly string[],
  { member, signal }: Reader,
): Promise<boolean> {
  const missing = new Set(eventIds)
  let isPartThere = false
  const look = async (applied?: Applied) => {
    const concerns = applied === undefined || isPartThere || applied.taken.some(({ id }) => missing.has(id))
    if (!concerns) return undefined
    const found = await known(view.file.read, missing)
    isPartThere = found.some(({ isWhole }) => !isWhole)
    for (const { event_id, isWhole } of found) if (isWhole) missing.delete(event_id)
    return missing.size === 0 || undefined
  }
  if (await look()) return true
  const giveBack = member === undefined ? undefined : view.waits.take(member)
  if (giveBack === undefined) return false
  try {
    return (await until(view, signal, look)) === true
  } finally {
    giveBack()
  }
}

/** Waits until the file has read as far. Throws ViewBehind when it takes too long. */
export async function untilReached(view: View, place: Place, signal: AbortSignal): Promise<void> {
  const reached = await until(view, signal, async (applied) => {
    return !isBehind(applied?.place ?? (await placeOf(view.file.read)), place) || undefined
  })
  if (!reached) throw new ViewBehind()
}

/**
 * Waits until it can be read on from the place, and throws ViewBehind or ResyncRequired when it cannot. A difference in
 * what was mended may pass: what another replica has mended, this one is about to mend as well.
 */
export async function untilReadable(view: View, place: Place, signal: AbortSignal): Promise<void> {
  const obstacle = async (applied?: Applied) =>
    obstacleTo(place, applied?.place ?? (await placeOf(view.file.read)), view.resumeWindow) ?? 'NONE'
  const lasting = await until(view, signal, async (applied) => {
    const found = await obstacle(applied)
    return found === 'BEHIND' || found === 'VIEWS_DIFFER' ? undefined : found
  })
  const last = lasting ?? (await obstacle())
  if (last === 'BEHIND') throw new ViewBehind()
  if (last !== 'NONE') throw new ResyncRequired(last)
}

/**
 * Looks once, and again after every commit, until something is found; undefined when it takes too long. The watcher is
 * there before the first look, so no commit is missed.
 */
async function until<Found>(
  view: View,
  signal: AbortSignal,
  look: (applied?: Applied) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Found | undefined>()
  const lookNow = (applied?: Applied) =>
    void look(applied).then((found) => found !== undefined && resolve(found), reject)
  const unwatch = view.hub.watch(lookNow)
  const timer = setTimeout(() => resolve(undefined), view.waitMs)
  const onAbort = () => reject(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  lookNow()
  try {
    return await promise
  } finally {
    unwatch()
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

/**
 * Those that are in the file, and whether with all that their rental's or hold's aggregate said before them: of one of which
 * the broker has lost the beginning there is no row yet, and what was written is not to be seen.
 */
async function known(
  db: Kysely<Tables>,
  eventIds: ReadonlySet<string>,
): Promise<readonly { readonly event_id: string; readonly isWhole: number }[]> {
  if (eventIds.size === 0) return []
  return db
    .selectFrom('event')
    .select('event_id')
    .select(
      sql<number>`row_id is null or aggregate_version <= (
        select count(*) from event as earlier
        where earlier.row_id = event.row_id and earlier.aggregate_type = event.aggregate_type
          and earlier.aggregate_id = event.aggregate_id and earlier.aggregate_version <= event.aggregate_version)`.as(
        'isWhole',
      ),
    )
    .where('event_id', 'in', [...eventIds])
    .execute()
}
