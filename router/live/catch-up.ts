import { setTimeout as delay } from 'node:timers/promises'
import type { GraphQLFormattedError } from 'graphql'
import { atOnce } from './at-once.ts'
import { refusedBy, viewUnavailable } from './failures.ts'
import { frameOf, type Frame } from './frame.ts'
import type { Group } from './group.ts'
import type { LiveParts } from './live-parts.ts'
import { isComparable, isWithin, type Place } from './place.ts'
import type { LiveOptions, Mark, Refused, Row } from './upstream.ts'

export interface CatchUpSettings {
  readonly group: Group
  readonly begin: 'now' | 'snapshot' | Place
  /** What the group has delivered already will not come again, so a replica that is behind that is of no use. */
  readonly notBefore: Place
  readonly consistency: string | undefined
  readonly signal: AbortSignal
  /** Told before the first frame, when a token was sent. */
  readonly onConsistency: (reached: boolean) => void
  /** Takes one frame; fulfilled when the client has room for the next. */
  readonly onFrame: (frame: Frame) => Promise<void>
}

/** The client has to be told, and the subscription ends. */
export class CannotCatchUp extends Error {
  override readonly name = 'CannotCatchUp'
  readonly told: GraphQLFormattedError
  constructor(told: GraphQLFormattedError) {
    super(told.message)
    this.told = told
  }
}

interface Page {
  readonly rows: readonly Row[]
  readonly mark: Mark
}

/** Small enough that what waits for a slow client is little, and large enough that a round trip a page does not matter. */
const ROWS_A_PAGE = 100
const RETRY_MS = 100

/**
 * Reads what one client lacks, page after page, and asks for the next page only when the client has taken the last
 * one: a snapshot of 100,000 rows costs the memory of 100. Returns the place that was reached. Throws CannotCatchUp,
 * and the signal's reason.
 */
export async function catchUp(parts: LiveParts, settings: CatchUpSettings): Promise<Place> {
  const { group, signal } = settings
  const notBefore = await untilThere(parts, settings)
  let { begin } = settings
  if (begin === 'now') return notBefore
  const inTurn = (ask: () => Promise<Page | Refused>) => parts.catchUps.take(group.viewer.sub, signal, ask)
  for (;;) {
    const ofSnapshot = begin === 'snapshot' || begin.snapshotAfter !== undefined
    const live = { begin, notBefore, page: ROWS_A_PAGE }
    const { rows, mark } = await pageWithin(parts, group, live, signal, inTurn)
    for await (const frame of framesOf(parts, group, rows, ofSnapshot)) {
      signal.throwIfAborted()
      await settings.onFrame(frame)
      signal.throwIfAborted()
    }
    if (mark.caughtUp) return mark.place
    begin = mark.place
  }
}

/**
 * What has to be waited for is waited for before a turn is taken, so that turns are for reading alone: the client's own
 * write, and what it knows and the group does not yet. Returns what the reading must not be behind.
 */
async function untilThere(parts: LiveParts, settings: CatchUpSettings): Promise<Place> {
  const { group, begin, notBefore, consistency, signal, onConsistency } = settings
  const isAhead = typeof begin === 'object' && begin.stream >= notBefore.stream && !isReached(begin, notBefore)
  if (consistency === undefined && !isAhead) return notBefore
  const { snapshotAfter: _, ...far } = isAhead ? begin : notBefore
  const { mark } = await pageWithin(parts, group, { begin: 'now', notBefore: far, page: 1, consistency }, signal)
  if (mark.consistencyReached !== undefined) onConsistency(mark.consistencyReached)
  return isReached(notBefore, mark.place) ? mark.place : notBefore
}

const isReached = (place: Place, reached: Place) => isComparable(place, reached) && isWithin(place, reached)

/**
 * The rows of a snapshot are of different rentals, so it does not matter which of them is hydrated first; in what
 * was missed, a later state must not be overtaken by an earlier one.
 */
async function* framesOf(parts: LiveParts, group: Group, rows: readonly Row[], apart: boolean): AsyncGenerator<Frame> {
  const { bound, viewer, cursorAt } = group
  const hydrated = (row: Row) => frameOf(parts, row, bound, viewer, cursorAt)
  for (let left = rows; left.length > 0;) {
    const next = apart ? left.length : atOnce(left)
    yield* await Promise.all(left.slice(0, next).map(hydrated))
    left = left.slice(next)
  }
}

/** One page, asked for again as long as the client's patience lasts when nobody answers. */
async function pageWithin(
  parts: LiveParts,
  group: Group,
  live: LiveOptions,
  signal: AbortSignal,
  inTurn: (ask: () => Promise<Page | Refused>) => Promise<Page | Refused> = (ask) => ask(),
): Promise<Page> {
  let deadline: number | undefined
  for (;;) {
    const answer = await inTurn(() => page(parts, group, live, signal))
    if ('rows' in answer) return answer
    const reason = answer.code === 'VIEW_BEHIND' ? 'VIEW_BEHIND' : 'UNREACHABLE'
    const passing = answer.code === 'LOST' || reason === 'VIEW_BEHIND'
    const { subgraph } = group.bound
    if (!passing) {
      if (answer.code === 'RESYNC_REQUIRED') parts.metrics.resyncs.inc({ reason: answer.reason ?? '' })
      throw new CannotCatchUp(refusedBy(subgraph, answer))
    }
    deadline ??= performance.now() + parts.patienceMs
    if (performance.now() > deadline) {
      const cursor = typeof live.begin === 'object' ? group.cursorAt(live.begin) : undefined
      throw new CannotCatchUp(viewUnavailable(subgraph, reason, cursor))
    }
    await delay(RETRY_MS * (0.5 + Math.random()), undefined, { signal })
  }
}

function page(parts: LiveParts, group: Group, live: LiveOptions, signal: AbortSignal): Promise<Page | Refused> {
  const { bound, viewer } = group
  const lost: Refused = { code: 'LOST', reason: undefined, message: 'the connection was lost' }
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    const rows: Row[] = []
    let mark: Mark | undefined
    const leave = parts.upstream(bound.subgraph).subscribe(
      { ...bound.upstream, token: viewer.token, ...parts.newIdentifiers(), live },
      {
        row: (row) => void rows.push(row),
        mark: (last) => (mark = last),
        completed: () => settle(mark === undefined ? lost : { rows, mark }),
        refused: settle,
        lost: () => settle(lost),
      },
    )
    const timer = setTimeout(() => settle(lost), parts.patienceMs)
    const onAbort = () => {
      settle(lost)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })

    function settle(answer: Page | Refused): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      leave()
      resolve(answer)
    }
  })
}
