import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { configuredVerifier } from '@ebook/chassis/identity'
import { linesInBatches } from '@ebook/chassis/lines-in-batches'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess, type Resources } from '@ebook/chassis/process'
import { readRouterConfig } from './config.ts'
import { readTrustedDocuments } from './documents/trusted-documents.ts'
import { ConsistencyTokens } from './federation/consistency-tokens.ts'
import { openGateway } from './federation/gateway.ts'
import { routerMetrics } from './federation/metrics.ts'
import { readSupergraph, refuseUnsupported } from './federation/supergraph.ts'
import { watchSupergraph } from './federation/watch-supergraph.ts'
import { Cursors } from './live/cursor.ts'
import { liveMetrics } from './live/metrics.ts'
import { createSubscriptions } from './live/subscriptions.ts'
import { planInThread } from './planning/plan-in-thread.ts'
import { startRouter } from './start-router.ts'
import { hearEachOther } from './together/over-nats.ts'
import { Together } from './together/together.ts'

async function start(resources: Resources): Promise<void> {
  const { log } = resources
  const config = readRouterConfig()
  const registry = createRegistry('router')
  const metrics = routerMetrics(registry)
  const trustedDocuments = await readTrustedDocuments(config.TRUSTED_DOCUMENTS_FILE)
  const [root = ''] = config.ROUTER_SECRET
  const secretOf = (subgraph: string) => subgraphSecret(root, subgraph)
  const supergraphSdl = await readSupergraph(config.SUPERGRAPH_FILE)
  const gateway = await openGateway({
    supergraphSdl,
    planning: planInThread({ file: config.QUERY_PLANS_FILE, stays: config.trustMode === 'also' }),
    subgraphUrls: config.subgraphUrls,
    secretOf,
    subgraphTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    subgraphConnections: config.SUBGRAPH_CONNECTIONS,
    trustedDocuments,
    production: config.production,
    metrics,
    log,
  })
  const subscriptions = createSubscriptions({
    schema: gateway.live(),
    cursors: new Cursors(config.ROUTER_SECRET),
    consistencyTokens: new ConsistencyTokens(config.ROUTER_SECRET),
    subgraphUrls: config.subgraphUrls,
    secretOf,
    timeoutMs: config.REQUEST_TIMEOUT_MS,
    metrics: liveMetrics(registry),
    log,
  })
  const verifier = configuredVerifier(config, log)
  const together = config.nats && new Together()
  const router = resources.add(
    'router',
    await startRouter(config, { gateway, subscriptions, verifier, trustedDocuments, together, metrics, registry, log }),
  )
  if (together && config.nats) resources.add('other routers', hearEachOther(together, config.nats, { registry, log }))
  resources.add(
    'supergraph file',
    watchSupergraph({
      file: config.SUPERGRAPH_FILE,
      supergraphSdl,
      pollMs: config.SUPERGRAPH_POLL_MS,
      async take(next, signal) {
        refuseUnsupported(next)
        await subscriptions.reload(await gateway.take(next, signal))
      },
      metrics,
      log,
    }),
  )
  log.info({ url: router.url, trusted: config.trustMode }, 'listening')
}

await runProcess('router', start, linesInBatches())
