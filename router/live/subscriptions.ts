import { randomUUID } from 'node:crypto'
import { encodeConsistency } from '@ebook/chassis/consistency'
import type { Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import { newTraceparent } from '@ebook/chassis/request'
import { POINTS_OF_A_PLAN, pointsOf } from '../documents/operation-cost.ts'
import type { ConsistencyTokens } from '../federation/consistency-tokens.ts'
import type { LiveSchema, Prepared, PrepareRequest } from '../federation/planned-subscription.ts'
import { scopeOf, type Cursors } from './cursor.ts'
import { FairSemaphore } from './fair-semaphore.ts'
import { Group } from './group.ts'
import type { LiveParts } from './live-parts.ts'
import type { LiveMetrics } from './metrics.ts'
import type { PayloadSink, RunningSubscription } from './payload-sink.ts'
import { Subscriber } from './subscriber.ts'
import { Suspects } from './suspects.ts'
import { Upstream } from './upstream.ts'

export interface LiveRequest {
  readonly text: string
  readonly operationName?: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** The cursor of the last payload that the client has. */
  readonly resumeFrom?: string | undefined
  /** The token of a write, as the client sent it. */
  readonly consistency?: string | undefined
  /** Errors of a row that is there in part come in its `extensions`, where a client's default does not drop the row. */
  readonly errorsAside?: boolean | undefined
  readonly viewer: Viewer
  /** Tells the listener of every further token of the same scope, until it is called off. */
  readonly onRenewal?: OnRenewal | undefined
  /** Counts what it costs to begin against who asks. Throws RATE_LIMITED. */
  readonly charge?: ((points: number) => void) | undefined
  readonly requestId: string
  readonly traceparent: string
}

export type OnRenewal = (listener: (viewer: Viewer) => void) => () => void

/** The subscription core: what all transports stand on. */
export interface Subscriptions {
  /** Rejects with a GraphQLError when the operation cannot be run: invalid, a bad cursor, bad variables. */
  subscribe(request: LiveRequest, sink: PayloadSink): Promise<RunningSubscription>
  /** What begins from now on is under this schema; resolves when all else is. Only operations that no longer fit it end. */
  reload(schema: LiveSchema): Promise<void>
  readonly count: number
  stop(): Promise<void>
}

export interface SubscriptionsSettings {
  readonly schema: LiveSchema
  readonly cursors: Cursors
  readonly consistencyTokens: ConsistencyTokens
  /** Where the subgraphs are, by name, http or https. */
  readonly subgraphUrls: Readonly<Record<string, string>>
  readonly secretOf: (subgraph: string) => string
  /** How long a client waits for the view, in milliseconds. */
  readonly timeoutMs: number
  readonly metrics: LiveMetrics
  readonly log: Logger
}

/** A subgraph that hangs must not hold up the rows for longer than a reader would wait for them. */
const LONGEST_HYDRATION_MS = 2_000
/** After a restart everybody comes back at once; a page takes milliseconds, so the last of 10,000 waits for seconds. */
const CATCH_UPS_AT_A_TIME = 64
const CATCH_UPS_OF_A_MEMBER = 8

export function createSubscriptions(settings: SubscriptionsSettings): Subscriptions {
  const { cursors, consistencyTokens, timeoutMs, metrics, log } = settings
  let { schema } = settings
  const groups = new Map<string, Group>()
  const upstreams = new Map<string, Upstream>()
  const subscribers = new Set<Subscriber>()

  const newUpstream = (subgraph: string) => {
    const url = settings.subgraphUrls[subgraph]
    if (url === undefined) throw new Error(`nobody says where the subgraph "${subgraph}" is`)
    return new Upstream({ name: subgraph, url, secret: settings.secretOf(subgraph), log })
  }
  const parts: LiveParts = {
    upstream(subgraph) {
      const known = upstreams.get(subgraph)
      if (known) return known
      const upstream = newUpstream(subgraph)
      upstreams.set(subgraph, upstream)
      return upstream
    },
    upstreamApart: newUpstream,
    suspects: new Suspects(),
    apart: new FairSemaphore(1, 1),
    contextFor: (viewer, wanted) => ({ viewer, wanted, ...newIdentifiers(), trusted: undefined, record: {}, log }),
    newIdentifiers,
    catchUps: new FairSemaphore(CATCH_UPS_AT_A_TIME, CATCH_UPS_OF_A_MEMBER),
    hydrationMs: Math.min(timeoutMs, LONGEST_HYDRATION_MS),
    patienceMs: timeoutMs,
    metrics,
    log,
  }

  /** Another schema may come while it is planned. */
  const preparedUnderLast = async (request: PrepareRequest): Promise<Prepared> => {
    const under = schema
    const prepared = await under.prepare(request)
    return under === schema ? prepared : preparedUnderLast(request)
  }

  const begin = (
    prepared: Prepared,
    {
      text,
      operationName,
      variables,
      resumeFrom,
      consistency,
      viewer,
      onRenewal,
      charge,
      errorsAside = false,
    }: LiveRequest,
    sink: PayloadSink,
  ): Subscriber => {
    const bound = prepared.bind(variables)
    charge?.(pointsOf(bound.cost))
    const scope = scopeOf(viewer)
    const { wanted, mayWait } = consistencyTokens.read(consistency, viewer)
    const from = resumeFrom === undefined ? bound.begin : cursors.read(resumeFrom, bound.argumentsKey, scope)
    const key = JSON.stringify([bound.groupKey, scope])
    const known = groups.get(key)
    known?.renew(viewer)
    const group =
      known ??
      new Group(parts, {
        text,
        operationName,
        variables,
        bound,
        viewer,
        cursorAt: cursors.writer(bound.argumentsKey, scope),
        onClosed: () => void groups.delete(key),
      })
    groups.set(key, group)
    const ignoreRenewals = onRenewal?.((renewed) => group.renew(renewed))
    const subscriber: Subscriber = new Subscriber(parts, {
      group,
      sink,
      begin: from,
      consistency: mayWait && wanted.length > 0 ? encodeConsistency(wanted) : undefined,
      errorsAside,
      onEnd() {
        ignoreRenewals?.()
        subscribers.delete(subscriber)
      },
    })
    subscribers.add(subscriber)
    return subscriber
  }

  return {
    async subscribe(request, sink) {
      const { text, operationName, charge, onRenewal } = request
      let { viewer } = request
      const ignoreRenewals = onRenewal?.((renewed) => (viewer = renewed))
      try {
        const onPlanning = () => charge?.(POINTS_OF_A_PLAN)
        const prepared = await preparedUnderLast({ text, operationName, onPlanning })
        return begin(prepared, { ...request, viewer }, sink)
      } finally {
        ignoreRenewals?.()
      }
    },
    async reload(next) {
      schema = next
      await Promise.all([...groups.values()].map((group) => group.rebind(next)))
    },
    get count() {
      return subscribers.size
    },
    async stop() {
      for (const subscriber of [...subscribers]) subscriber.stop()
      for (const upstream of upstreams.values()) upstream.stop()
    },
  }
}

function newIdentifiers() {
  return { requestId: randomUUID(), traceparent: newTraceparent() }
}
