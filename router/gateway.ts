import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway'
import type { Logger } from '@ebook/chassis/log'
import type { LiveSchema } from './live/operation.ts'
import { openLiveSchema } from './live/schema.ts'
import type { RouterMetrics } from './metrics.ts'
import { plansOf, PlanStore } from './plans.ts'
import { quieter } from './quieter.ts'
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
  readonly production: boolean
  readonly metrics: RouterMetrics
  readonly log: Logger
}

export interface Gateway {
  readonly gateway: ApolloGateway
  readonly plans: PlanStore
  /** Makes the plans of all trusted documents. To be called when Apollo Server has loaded the gateway. */
  planAhead(): void
  /** The running supergraph, for live operations. */
  live(): LiveSchema
  /**
   * Runs another supergraph from now on; what is under way ends on the old one. Throws when it cannot be planned or
   * does not fit a trusted document, and then nothing has changed.
   */
  take(supergraphSdl: string): LiveSchema
  /** Closes the connections to the subgraphs once their fetches have ended. */
  stop(): Promise<void>
}

/** @apollo/gateway over one supergraph at a time: its planner and executor, our data sources, no telemetry. */
export function openGateway(settings: GatewaySettings): Gateway {
  const { subgraphUrls, production, metrics, log, trustedDocuments } = settings
  // Read in the constructor; there is no option for it.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
  const plans = new PlanStore()
  const sources = new Map<string, { readonly address: string; readonly source: SubgraphDataSource }>()
  let update: ((supergraphSdl: string) => void) | undefined

  const sourceAt = (name: string, url: string | undefined): SubgraphDataSource => {
    const address = subgraphUrls[name] ?? url
    if (address === undefined || address === '') throw new Error(`nobody says where the subgraph "${name}" is`)
    const known = sources.get(name)
    if (known?.address === address) return known.source
    const source = new SubgraphDataSource({
      name,
      url: address,
      secret: settings.secret,
      timeoutMs: settings.subgraphTimeoutMs,
      connections: settings.subgraphConnections,
      metrics,
    })
    sources.set(name, { address, source })
    // Plans of the old supergraph that are under way may still have a fetch to make.
    if (known) setTimeout(() => void known.source.close(), UNDER_WAY_MS).unref()
    return source
  }
  const liveOf = (supergraphSdl: string) =>
    openLiveSchema({
      supergraphSdl,
      sourceOf: (name, url): GraphQLDataSource => sourceAt(name, url),
      production,
      log,
    })

  const gateway = new ApolloGateway({
    async supergraphSdl(hook) {
      update = hook.update
      return { supergraphSdl: settings.supergraphSdl }
    },
    buildService: ({ name, url }) => sourceAt(name, url),
    queryPlannerConfig: { cache: plans },
    __exposeQueryPlanExperimental: false,
    logger: quieter(log),
  })
  let live = liveOf(settings.supergraphSdl)
  return {
    gateway,
    plans,
    planAhead: () => plans.keepAll(plansOf(settings.supergraphSdl, trustedDocuments.all())),
    live: () => live,
    take(supergraphSdl) {
      if (update === undefined) throw new Error('the gateway is not loaded')
      const next = liveOf(supergraphSdl)
      const planned = plansOf(supergraphSdl, trustedDocuments.all())
      // Clears the store, and is done when it returns: no request comes in between.
      update(supergraphSdl)
      plans.keepAll(planned)
      live = next
      return next
    },
    async stop() {
      await Promise.all(sources.values().map(({ source }) => source.close()))
    },
  }
}

/** Longer than any request takes (REQUEST_TIMEOUT_MS is 10 s by default). */
const UNDER_WAY_MS = 60_000
