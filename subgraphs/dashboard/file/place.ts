import { GraphQLError } from 'graphql'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Statements } from './sqlite.ts'
import type { FeedStateTable, Tables } from './tables.ts'

/**
 * How far a reader has read: what it knows is the fold of every event up to `sequence`, and of those that `mended`
 * stands for. Two replicas at the same place hold the same events, so a place means the same on each.
 */
export interface Place {
  /** Identity of the stream: the instant of its creation, which orders streams. Empty before the first message. */
  readonly stream: string
  readonly sequence: number
  /** Fingerprint of the events that the stream has not brought, but an outbox; absent when there are none. */
  readonly mended?: string | undefined
  /** In the middle of a snapshot as of this place: the rows up to this (rented date, rental id) have been read. */
  readonly snapshotAfter?: SnapshotKey | undefined
}

export type SnapshotKey = readonly [rentedDate: string, rentalId: string]

export const NONE_YET: SnapshotKey = ['', '']

/** A place as a reader gives it back. */
export const Place = z.strictObject({
  stream: z.string(),
  sequence: z.int().nonnegative(),
  mended: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  snapshotAfter: z.tuple([z.string(), z.string()]).optional(),
})

/** How far the file has read, in the same snapshot as what else is asked in the transaction. */
export async function placeOf(db: Kysely<Tables>): Promise<Place> {
  const { stream_identity, last_sequence, mended } = await db
    .selectFrom('feed_state')
    .selectAll()
    .executeTakeFirstOrThrow()
  return placeAt(stream_identity ?? '', last_sequence, mended ?? undefined)
}

/** As placeOf, in the transaction of whoever writes. */
export function placeReached(writer: Statements): Place {
  const state = writer.first<Pick<FeedStateTable, 'stream_identity' | 'last_sequence' | 'mended'>>(
    'select stream_identity, last_sequence, mended from feed_state',
  )
  return placeAt(state?.stream_identity ?? '', state?.last_sequence ?? 0, state?.mended ?? undefined)
}

/** The number of the last event that the file has, in the order in which this replica took them in; 0 for none. */
export async function lastApplied(tx: Kysely<Tables>): Promise<number> {
  const { applied } = await tx
    .selectFrom('event')
    .select((select) => select.fn.max<number | null>('applied').as('applied'))
    .executeTakeFirstOrThrow()
  return applied ?? 0
}

export function placeAt(stream: string, sequence: number, mended: string | undefined): Place {
  return { stream, sequence, ...(mended !== undefined && { mended }) }
}

export const OBSTACLES = ['STREAM_REPLACED', 'CURSOR_TOO_OLD', 'VIEWS_DIFFER'] as const
export type Obstacle = (typeof OBSTACLES)[number]

/** A snapshot that was left in its middle is sooner begun anew: each page looks at all that has changed since. */
const SNAPSHOT_WINDOW = 100_000

/**
 * What stands between a reader's place and reading on here: undefined when nothing does, BEHIND when this replica has
 * not come so far yet, otherwise why it will never do.
 */
export function obstacleTo(place: Place, ours: Place, resumeWindow: number): Obstacle | 'BEHIND' | undefined {
  if (isBehind(ours, place)) return 'BEHIND'
  // Who began before the first message has read nothing of any stream, and can read all of this one.
  if (place.stream !== '' && place.stream !== ours.stream) return 'STREAM_REPLACED'
  const window = place.snapshotAfter ? Math.min(SNAPSHOT_WINDOW, resumeWindow) : resumeWindow
  if (ours.sequence - place.sequence > window) return 'CURSOR_TOO_OLD'
  // Nothing mended yet is a set that is known; another one is known by its fingerprint only.
  return place.mended === undefined || place.mended === ours.mended ? undefined : 'VIEWS_DIFFER'
}

/** Whether the first has yet to read what the second has. */
export function isBehind(ours: Place, place: Place): boolean {
  return ours.stream === place.stream ? ours.sequence < place.sequence : ours.stream < place.stream
}

const reasons: Readonly<Record<Obstacle, string>> = {
  STREAM_REPLACED: 'The event stream was replaced since that place.',
  CURSOR_TOO_OLD: 'That place is further back than changes are given for.',
  VIEWS_DIFFER: 'This replica does not hold the same events as the one that the place is from.',
}

/** The reader has to begin anew, with a snapshot. */
export class ResyncRequired extends GraphQLError {
  readonly reason: Obstacle
  constructor(reason: Obstacle) {
    super(`${reasons[reason]} Begin anew, with a snapshot.`, { extensions: { code: 'RESYNC_REQUIRED', reason } })
    this.name = 'ResyncRequired'
    this.reason = reason
  }
}

/** This replica has not read so far, and did not come so far while it was waited for. */
export class ViewBehind extends GraphQLError {
  constructor() {
    super('This replica has not read so far yet.', { extensions: { code: 'VIEW_BEHIND' } })
    this.name = 'ViewBehind'
  }
}
