import type { Viewer } from '@ebook/chassis/identity'
import type { Bound } from '../federation/planned-subscription.ts'
import { RequestDeadlinePassed } from '../federation/router-context.ts'
import type { LiveParts } from './live-parts.ts'
import type { Place } from './place.ts'
import type { Row } from './upstream.ts'

/** One payload as it is sent: made once for a group, whoever and however many its clients are. */
export interface Frame {
  /** `{"data":…,"extensions":{"cursor":"…"}}`: the cursor comes last, so that something can be added for one client. */
  readonly json: string
  /** The same with its errors in `extensions`; undefined when it has none, or no data that they could cost. */
  readonly errorsAside: string | undefined
  readonly cursor: string
  readonly place: Place
}

/**
 * Hydrates one row with what the other subgraphs say of it now, which is never older than the row. What does not answer
 * within `hydrationMs` is left out, with an error: it must not hold up what comes behind it.
 */
export async function frameOf(
  { contextFor, hydrationMs }: Pick<LiveParts, 'contextFor' | 'hydrationMs'>,
  { payload, place }: Row,
  bound: Bound,
  viewer: Viewer,
  cursorAt: (place: Place) => string,
): Promise<Frame> {
  const deadline = new AbortController()
  const timer = bound.hydratesNothing
    ? undefined
    : setTimeout(() => deadline.abort(new RequestDeadlinePassed()), hydrationMs)
  const { data, errors } = await bound.hydrate(payload, contextFor(viewer, deadline))
  clearTimeout(timer)
  const cursor = cursorAt(place)
  const json = JSON.stringify({ data, ...(errors && { errors }), extensions: { cursor } })
  const isPartial = errors !== undefined && hasValue(data)
  const errorsAside = isPartial ? JSON.stringify({ data, extensions: { errors, cursor } }) : undefined
  return { json, errorsAside, cursor, place }
}

/** A root field is there, whatever is missing in it. */
function hasValue(data: unknown): boolean {
  return Object.values(data ?? {}).some((value) => value !== null)
}

/** The same frame, saying to one client whether its own writes are in the view. */
export function tellConsistency(frame: Frame, consistencyReached: boolean): Frame {
  return { ...frame, json: `${frame.json.slice(0, -2)},"consistencyReached":${consistencyReached}}}` }
}
