import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { decodeConsistency } from '@ebook/chassis/consistency'
import type { Answering, LiveContext } from '@ebook/chassis/subscriptions'
import { isSampled, tracing } from '@ebook/telemetry/tracing'
import { Place, ResyncRequired, ViewBehind } from '../file/place.ts'
import type { FollowedRow, Kind } from '../projections/kinds.ts'
import type { Scope } from '../subscriptions/changes.ts'
import type { Ears } from '../subscriptions/ears.ts'
import { follow, readPage, type Following, type ToldRow } from '../subscriptions/follow.ts'
import type { View } from '../subscriptions/view.ts'
import { untilReached, untilTaken, type Reader } from '../subscriptions/waiting.ts'

const MOST_ROWS_A_PAGE = 1_000

/** How the router wants to be served: where to begin, what is known to be there already, and when to end. */
const Live = z.strictObject({
  begin: z.union([z.literal('now'), z.literal('snapshot'), Place]).optional(),
  notBefore: Place.optional(),
  consistency: z.string().optional(),
  page: z.int().min(1).max(MOST_ROWS_A_PAGE).optional(),
})

interface Wanted {
  readonly scope: Scope
  /** Whether it begins with the rows as they are now; the router may know better. */
  readonly snapshot?: boolean | null | undefined
  /** Who waits. */
  readonly member: string
}

/** Answers a subscription to the rows of one kind, as the router wants to be served. */
export function liveAnswers<Row extends FollowedRow>(
  view: View,
  ears: Ears<Row>,
  { scope, snapshot, member }: Wanted,
  { live: given, signal }: LiveContext,
): AsyncGenerator<Answering<Row>> {
  const live = liveOptions(given)
  const begin = live.begin ?? (snapshot === true ? 'snapshot' : 'now')
  return answers(view, live, { ears, scope, begin, signal }, member)
}

async function* answers<Row extends FollowedRow>(
  view: View,
  { notBefore, consistency, page }: z.infer<typeof Live>,
  following: Following<Row>,
  member: string,
): AsyncGenerator<Answering<Row>> {
  const { metrics } = view
  metrics.open.inc()
  try {
    if (notBefore) await untilReached(view, notBefore, following.signal)
    let said =
      consistency === undefined ? undefined : await reached(view, consistency, { member, signal: following.signal })
    const told = page === undefined ? follow(view, following) : readPage(view, following, page)
    for await (const one of told) {
      if ('caughtUp' in one) {
        const { place, caughtUp } = one
        yield { extensions: { place, caughtUp, ...said } }
        said = undefined
      } else {
        metrics.delivered.inc()
        yield answerOf(following.ears.kind, one)
      }
    }
  } catch (error) {
    if (error instanceof ResyncRequired) metrics.resyncs.inc({ reason: error.reason })
    if (error instanceof ViewBehind) metrics.resyncs.inc({ reason: 'VIEW_BEHIND' })
    throw error
  } finally {
    metrics.open.dec()
  }
}

function answerOf<Row extends FollowedRow>(
  { idOf }: Kind<Row>,
  { row, place, traceparent }: ToldRow<Row>,
): Answering<Row> {
  const traced = tracing !== undefined && isSampled(traceparent) ? { traceparent } : undefined
  return { payload: row, extensions: { place, key: idOf(row), version: row.version, ...traced } }
}

async function reached(view: View, token: string, reader: Reader) {
  return { consistencyReached: await untilTaken(view, decodeConsistency(token), reader) }
}

function liveOptions(given: unknown): z.infer<typeof Live> {
  const parsed = Live.safeParse(given ?? {})
  if (parsed.success) return parsed.data
  throw new GraphQLError(`extensions.live: ${z.prettifyError(parsed.error)}`, {
    extensions: { code: 'BAD_USER_INPUT', argumentName: 'extensions.live' },
  })
}
