import { ApolloGateway } from '@apollo/gateway'
import type { Logger } from '@ebook/chassis/log'
import type { RouterMetrics } from './metrics.ts'
import { planAhead, Planner, PlanStore } from './plans.ts'
import { SubgraphDataSource } from './subgraph-data-source.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

export interface GatewaySettings {
  readonly supergraphSdl: string
  /** Where the subgraphs are, by name; what is not named here is where the supergraph says. */
  readonly subgraphUrls: Readonly<Record<string, string>>
  readonly secret: string
  readonly subgraphTimeoutMs: number
  readonly subgraphConnections: number
  readonly trustedDocuments: TrustedDocuments
  readonly metrics: RouterMetrics
  readonly log: Logger
}

export interface Gateway {
  readonly gateway: ApolloGateway
  /** Makes the plans of all trusted documents. To be called when Apollo Server has loaded the gateway. */
  planAhead(): void
  readonly plans: PlanStore
  /** Closes the connections to the subgraphs once their fetches have ended. */
  stop(): Promise<void>
}

/** @apollo/gateway over one supergraph: its planner and executor, our data sources, no telemetry. */
export function openGateway(settings: GatewaySettings): Gateway {
  const { supergraphSdl, subgraphUrls, metrics, log } = settings
  // Read in the constructor; there is no option for it.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
  const plans = new PlanStore()
  const sources: SubgraphDataSource[] = []
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService({ name, url }) {
      const address = subgraphUrls[name] ?? url
      if (address === undefined || address === '') throw new Error(`nobody says where the subgraph "${name}" is`)
      const source = new SubgraphDataSource({
        name,
        url: address,
        secret: settings.secret,
        timeoutMs: settings.subgraphTimeoutMs,
        connections: settings.subgraphConnections,
        metrics,
      })
      sources.push(source)
      return source
    },
    queryPlannerConfig: { cache: plans },
    __exposeQueryPlanExperimental: false,
    logger: quieter(log),
  })
  return {
    gateway,
    plans,
    planAhead: () => planAhead(new Planner(supergraphSdl), plans, settings.trustedDocuments.all()),
    async stop() {
      await Promise.all(sources.map((source) => source.close()))
    },
  }
}

/** The gateway's and the server's notes about themselves are for debugging. */
export function quieter(log: Logger) {
  return {
    debug: (message: unknown) => log.trace(String(message)),
    info: (message: unknown) => log.debug(String(message)),
    warn: (message: unknown) => log.warn(String(message)),
    error: (message: unknown) => log.error(String(message)),
  }
}
