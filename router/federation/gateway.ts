import type { ApolloServerOptionsWithGateway } from '@apollo/server'
import type { GraphQLSchema } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import { ResponseNames } from '../documents/response-names.ts'
import type { TrustedDocuments } from '../documents/trusted-documents.ts'
import { PlanStore } from '../planning/plan-store.ts'
import type { Planning } from '../planning/planning.ts'
import { openLiveSchema } from './live-schema.ts'
import type { RouterMetrics } from './metrics.ts'
import { OperationExecutor, type KnownOperation } from './operation-executor.ts'
import type { LiveSchema } from './planned-subscription.ts'
import { quieter } from './quieter.ts'
import type { RouterContext } from './router-context.ts'
import { servedSchema } from './served-schema.ts'
import { SubgraphSources } from './subgraph-sources.ts'
import { versionOf } from './supergraph.ts'

export interface GatewaySettings {
  readonly supergraphSdl: string
  readonly planning: Planning
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

type ServedGateway = ApolloServerOptionsWithGateway<RouterContext>['gateway']

export interface Gateway {
  /** As Apollo Server takes it. */
  readonly gateway: ServedGateway
  /** What clients see. */
  readonly schema: GraphQLSchema
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
   * Runs another supergraph from when it is planned; what is under way ends on the old one. Rejects with UnsafeSupergraph
   * for what is none or does not answer a trusted document, and when it is called off; then nothing has changed.
   */
  take(supergraphSdl: string, signal?: AbortSignal): Promise<LiveSchema>
  /** Closes the connections to the subgraphs once their fetches have ended. */
  stop(): Promise<void>
}

/** Serves one supergraph at a time, by the planner of @apollo/gateway and our executor. Rejects with UnsafeSupergraph. */
export async function openGateway(settings: GatewaySettings): Promise<Gateway> {
  const { subgraphUrls, production, metrics, log, trustedDocuments, planning } = settings
  const sources = new SubgraphSources({
    subgraphUrls,
    secretOf: settings.secretOf,
    timeoutMs: settings.subgraphTimeoutMs,
    connections: settings.subgraphConnections,
    metrics,
  })
  const listeners = new Set<Parameters<ServedGateway['onSchemaLoadOrUpdate']>[0]>()

  /** Everything that may throw comes before `commit`. */
  const read = async (supergraphSdl: string, others: ReturnType<PlanStore['others']>, signal?: AbortSignal) => {
    const order = { supergraphSdl, documents: [...trustedDocuments.all()] }
    const { planned, planner } = await planning.plan(order, others, signal)
    try {
      const { apiSdl, subgraphs, namesInFieldSets } = planned.heading
      const { commit } = sources.move(subgraphs)
      const parts = {
        plans: new PlanStore(planned, planner),
        responseNames: new ResponseNames(namesInFieldSets),
        schema: servedSchema(
          { supergraphSdl, apiSdl },
          { sourceOf: (name: string) => sources.of(name), log: quieter(log) },
        ),
      }
      const executor = new OperationExecutor(parts)
      const live = openLiveSchema({ ...parts, production, log })
      const told = { apiSchema: parts.schema.graphqlApiSchema, coreSupergraphSdl: supergraphSdl }
      const begin = () => {
        commit()
        metrics.supergraph.reset()
        metrics.supergraph.set({ version: versionOf(supergraphSdl) }, 1)
        for (const listener of listeners) listener(told)
      }
      return { executor, live, told, begin, close: () => planner.close() }
    } catch (error) {
      planner.close()
      throw error
    }
  }

  let running = await read(settings.supergraphSdl, [])
  running.begin()
  return {
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      async load() {
        for (const listener of listeners) listener(running.told)
        return { executor: (requestContext) => running.executor.execute(requestContext) }
      },
      stop: () => Promise.resolve(),
    },
    get schema() {
      return running.told.apiSchema
    },
    get plans() {
      return running.executor.plans
    },
    isPlanned: (queryHash, operationName) => running.executor.isPlanned({ queryHash, operationName }),
    learn(known) {
      // One that was validated under the supergraph before is none of this one.
      if (known.schema === running.told.apiSchema) running.executor.learn(known)
    },
    get executor() {
      return running.executor
    },
    live: () => running.live,
    async take(supergraphSdl, signal) {
      const next = await read(supergraphSdl, running.executor.plans.others(), signal)
      const before = running
      running = next
      next.begin()
      before.close()
      return next.live
    },
    async stop() {
      running.close()
      await sources.stop()
    },
  }
}
