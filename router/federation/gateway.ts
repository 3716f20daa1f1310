import { ApolloGateway } from '@apollo/gateway'
import type { Logger } from '@ebook/chassis/log'
import type { TrustedDocuments } from '../documents/trusted-documents.ts'
import { dataSourceOf } from '../executor/subgraph-source.ts'
import { openLiveSchema } from './live-schema.ts'
import type { RouterMetrics } from './metrics.ts'
import { OperationExecutor, type KnownOperation } from './operation-executor.ts'
import type { LiveSchema } from './planned-subscription.ts'
import { Planner } from './planner.ts'
import { plansOf, PlanStore } from './plans.ts'
import { quieter } from './quieter.ts'
import { SubgraphSources } from './subgraph-sources.ts'
import { versionOf } from './supergraph.ts'

export interface GatewaySettings {
  readonly supergraphSdl: string
  /** Where the subgraphs are, by name; what is not named here is where the supergraph says. */
  readonly subgraphUrls: Readonly<Record<string, string>>
  /** What is sent to a subgraph so that it knows us. */
  readonly secretOf: (subgraph: string) => string
  readonly subgraphTimeoutMs: number
  readonly subgraphConnections: number
  readonly trustedDocuments: TrustedDocuments
  readonly production: boolean
  readonly metrics: RouterMetrics
  readonly log: Logger
}

export interface Gateway {
  readonly gateway: ApolloGateway
  /** Of the running supergraph; those of all trusted documents are there from the start. */
  readonly plans: PlanStore
  /** Whether the plan of an operation is known; making one is work. `queryHash` is the SHA-256 of the document's text. */
  isPlanned(queryHash: string, operationName: string | undefined): boolean
  /** Keeps an operation that Apollo Server has let pass, as long as the supergraph runs under which it did. */
  learn(known: KnownOperation): void
  /** What executes under the running supergraph. */
  readonly executor: OperationExecutor
  /** The running supergraph, for live operations. */
  live(): LiveSchema
  /**
   * Runs another supergraph from now on; what is under way ends on the old one. Throws UnsafeSupergraph for what is none
   * or does not answer a trusted document, and then nothing has changed.
   */
  take(supergraphSdl: string): LiveSchema
  /** Closes the connections to the subgraphs once their fetches have ended. */
  stop(): Promise<void>
}

/**
 * @apollo/gateway over one supergraph at a time: its planner, our executor and data sources, no telemetry. Throws
 * UnsafeSupergraph.
 */
export function openGateway(settings: GatewaySettings): Gateway {
  const { subgraphUrls, production, metrics, log, trustedDocuments } = settings
  // Read in the constructor; there is no option for it.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
  const sources = new SubgraphSources({
    subgraphUrls,
    secretOf: settings.secretOf,
    timeoutMs: settings.subgraphTimeoutMs,
    connections: settings.subgraphConnections,
    metrics,
  })
  const sourceOf = (name: string) => sources.of(name)
  let update: ((supergraphSdl: string) => void) | undefined

  /** Everything that may throw comes before `commit`. */
  const read = (supergraphSdl: string) => {
    const planner = new Planner(supergraphSdl)
    const { commit } = sources.move(planner.supergraph.subgraphsMetadata())
    const parts = { planner, schema: planner.executed(sourceOf, quieter(log)) }
    return {
      executor: new OperationExecutor({ ...parts, plans: new PlanStore(plansOf(planner, trustedDocuments.all())) }),
      live: openLiveSchema({ ...parts, production, log }),
      commit() {
        commit()
        metrics.supergraph.reset()
        metrics.supergraph.set({ version: versionOf(supergraphSdl) }, 1)
      },
    }
  }

  const gateway = new ApolloGateway({
    async supergraphSdl(hook) {
      update = hook.update
      return { supergraphSdl: settings.supergraphSdl }
    },
    buildService: ({ name }) => dataSourceOf(sources.of(name)),
    __exposeQueryPlanExperimental: false,
    logger: quieter(log),
  })
  let running = read(settings.supergraphSdl)
  running.commit()
  gateway.executor = (requestContext) => running.executor.execute(requestContext)
  return {
    gateway,
    get plans() {
      return running.executor.plans
    },
    isPlanned: (queryHash, operationName) => running.executor.isPlanned({ queryHash, operationName }),
    learn(known) {
      // One that was validated under the supergraph before is none of this one.
      if (known.schema === gateway.schema) running.executor.learn(known)
    },
    get executor() {
      return running.executor
    },
    live: () => running.live,
    take(supergraphSdl) {
      if (update === undefined) throw new Error('the gateway is not loaded')
      const next = read(supergraphSdl)
      // It is done when it returns: no request comes in between.
      update(supergraphSdl)
      next.commit()
      running = next
      return next.live
    },
    stop: () => sources.stop(),
  }
}
