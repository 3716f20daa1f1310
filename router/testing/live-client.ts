import { setImmediate as nextTurn } from 'node:timers/promises'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { onTestFinished } from 'vitest'
import type { Viewer } from '@ebook/chassis/identity'
import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import { ConsistencyTokens } from '../federation/consistency-tokens.ts'
import type { Bound, LiveSchema } from '../federation/planned-subscription.ts'
import { Cursors } from '../live/cursor.ts'
import { liveMetrics } from '../live/metrics.ts'
import type { PayloadSink } from '../live/payload-sink.ts'
import { createSubscriptions, type LiveRequest, type Subscriptions } from '../live/subscriptions.ts'
import type { FakeReplica } from './fake-view.ts'

export const ALICE: Viewer = { sub: 'alice', roles: ['MEMBER'], expiresAt: new Date('2100-01-01'), token: 'alice-1' }

export interface FakeSchema extends LiveSchema {
  /** How often a row was hydrated. */
  hydrations: number
}

/** A schema with one subscription, `watch`; another text does not fit it. */
export function fakeSchema({
  text: known = 'watch',
  query = 'subscription { changed }',
  hydrate = (): Promise<void> => nextTurn(),
} = {}): FakeSchema {
  const schema: FakeSchema = {
    hydrations: 0,
    async prepare({ text }) {
      if (text !== known) throw new GraphQLError(`${text} is gone.`)
      return {
        document: text,
        operationName: undefined,
        bind({ snapshot, ...variables }): Bound {
          return {
            subgraph: 'view',
            upstream: { query, variables },
            begin: snapshot === true ? 'snapshot' : 'now',
            argumentsKey: JSON.stringify(variables),
            groupKey: JSON.stringify([text, variables]),
            cost: 1,
            hydratesNothing: true,
            async hydrate({ data }) {
              schema.hydrations += 1
              await hydrate()
              return { data }
            },
          }
        },
      }
    },
  }
  return schema
}

/** Those of the core. */
export const tokens = new ConsistencyTokens(['the-secret'])

/** The core over a replica of a fake view; stopped when the test has ended. */
export function liveCore(replica: FakeReplica, schema: LiveSchema = fakeSchema(), timeoutMs = 2_000): Subscriptions {
  const core = createSubscriptions({
    schema,
    cursors: new Cursors(['the-secret']),
    consistencyTokens: tokens,
    subgraphUrls: { view: replica.url },
    secretOf: (subgraph) => `the-secret-of-${subgraph}`,
    timeoutMs,
    metrics: liveMetrics(createRegistry('router')),
    log: createLogger('router', 'fatal'),
  })
  onTestFinished(() => core.stop())
  return core
}

interface Payload {
  readonly data: { readonly changed: { readonly key: string; readonly version: number } }
  readonly extensions: { readonly cursor: string; readonly consistencyReached?: boolean }
}

/** A client that keeps what it received, and fails at once when it is told something twice or an older state. */
export class LiveClient implements PayloadSink {
  readonly received: Payload[] = []
  readonly fold = new Map<string, number>()
  cursor: string | undefined
  errors: readonly GraphQLFormattedError[] | undefined
  /** True while it does not read: the connection is congested after one payload. */
  slow = false
  problem: string | undefined
  #watchers: (() => void)[] = []

  push(json: string, cursor: string): boolean {
    const payload = JSON.parse(json) as Payload
    const { key, version } = payload.data.changed
    const known = this.fold.get(key) ?? 0
    if (this.errors) this.problem ??= 'a payload after the end'
    if (version <= known) this.problem ??= `${key} went from version ${known} to ${version}`
    if (payload.extensions.cursor !== cursor) this.problem ??= 'the cursor differs'
    this.received.push(payload)
    this.fold.set(key, version)
    this.cursor = cursor
    this.#changed()
    return !this.slow
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.errors = errors
    this.#changed()
  }

  complete(): void {
    this.fail([])
  }

  /** What was told of one entity, in order. */
  versionsOf(key: string): number[] {
    return this.received.filter(({ data }) => data.changed.key === key).map(({ data }) => data.changed.version)
  }

  async until(fact: (client: this) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => void (fact(this) && resolve())
    this.#watchers.push(look)
    look()
    await promise
    this.#watchers = this.#watchers.filter((watcher) => watcher !== look)
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher()
  }
}

export function requestOf(more: Partial<LiveRequest> = {}): LiveRequest {
  return { text: 'watch', variables: {}, viewer: ALICE, requestId: 'request-1', traceparent: '', ...more }
}
