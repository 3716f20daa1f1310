import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { decodeConsistency } from '@ebook/chassis/consistency'
import { requireRole } from '@ebook/chassis/guard'
import type { Answering, LiveContext } from '@ebook/chassis/subscriptions'
import { isSampled, tracing } from '@ebook/telemetry/tracing'
import { Place, ResyncRequired, ViewBehind } from '../file/place.ts'
import type { SubscriptionDashboardChangedArgs } from '../generated/resolvers.ts'
import type { DashboardRow } from '../projections/row.ts'
import type { Scope } from '../subscriptions/changes.ts'
import { follow, readPage, type Following, type Told } from '../subscriptions/follow.ts'
import type { View } from '../subscriptions/view.ts'
import { untilReached, untilTaken, type Reader } from '../subscriptions/waiting.ts'
import { rowNode } from './nodes.ts'

const MOST_ROWS_A_PAGE = 1_000

/** How the router wants to be served: where to begin, what is known to be there already, and when to end. */
const Live = z.strictObject({
  begin: z.union([z.literal('now'), z.literal('snapshot'), Place]).optional(),
  notBefore: Place.optional(),
  consistency: z.string().optional(),
  page: z.int().min(1).max(MOST_ROWS_A_PAGE).optional(),
})

/**
 * Whose rows are told is part of what is read and of what is listened to, not a filter over it: a member's subscription
 * is of that member, on every event, whatever rental it asks for.
 */
export const dashboardChanged = (view: View) => ({
  subscribe: (_: unknown, args: SubscriptionDashboardChangedArgs, context: LiveContext) => {
    const viewer = requireRole(context, 'MEMBER', 'ADMIN')
    const live = liveOptions(context.live)
    const scope: Scope = {
      userId: viewer.roles.includes('ADMIN') ? undefined : viewer.sub,
      rentalId: args.rentalId ?? undefined,
      status: args.status ?? undefined,
    }
    const begin = live.begin ?? (args.snapshot ? 'snapshot' : 'now')
    return answers(view, live, { scope, begin, signal: context.signal }, viewer.sub)
  },
  /** Only where there is a row: what has extensions alone is not executed. */
  resolve: ({ payload }: { readonly payload: DashboardRow }) => rowNode(payload),
})

async function* answers(
  view: View,
  { notBefore, consistency, page }: z.infer<typeof Live>,
  following: Following,
  member: string,
): AsyncGenerator<Answering<DashboardRow>> {
  const { metrics } = view
  metrics.open.inc()
  try {
    if (notBefore) await untilReached(view, notBefore, following.signal)
    let said =
      consistency === undefined ? undefined : await reached(view, consistency, { member, signal: following.signal })
    const told = page === undefined ? follow(view, following) : readPage(view, following, page)
    for await (const one of told) {
      if (one.row) metrics.delivered.inc()
      yield one.row ? answerOf(one) : { extensions: { ...markOf(one), ...said } }
      if (!one.row) said = undefined
    }
  } catch (error) {
    if (error instanceof ResyncRequired) metrics.resyncs.inc({ reason: error.reason })
    if (error instanceof ViewBehind) metrics.resyncs.inc({ reason: 'VIEW_BEHIND' })
    throw error
  } finally {
    metrics.open.dec()
  }
}

function answerOf({ row, place, traceparent }: Extract<Told, { row: DashboardRow }>): Answering<DashboardRow> {
  const traced = tracing !== undefined && isSampled(traceparent) ? { traceparent } : undefined
  return { payload: row, extensions: { place, key: row.rental_id, version: row.version, ...traced } }
}

function markOf({ place, caughtUp }: Extract<Told, { caughtUp: boolean }>) {
  return { place, caughtUp }
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
