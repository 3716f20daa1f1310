import { createVerifier } from '@ebook/chassis/identity'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { readRouterConfig } from './config.ts'
import { openGateway } from './gateway.ts'
import { routerMetrics } from './metrics.ts'
import { startRouter } from './server.ts'
import { readSupergraph } from './supergraph.ts'
import { readTrustedDocuments } from './trusted-documents.ts'

await runProcess('router', async (resources) => {
  const { log } = resources
  const config = readRouterConfig()
  const registry = createRegistry('router')
  const metrics = routerMetrics(registry)
  const trustedDocuments = await readTrustedDocuments(config.TRUSTED_DOCUMENTS_FILE)
  const [secret = ''] = config.ROUTER_SECRET
  const gateway = openGateway({
    supergraphSdl: await readSupergraph(config.SUPERGRAPH_FILE),
    subgraphUrls: config.subgraphUrls,
    secret,
    subgraphTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    subgraphConnections: config.SUBGRAPH_CONNECTIONS,
    trustedDocuments,
    metrics,
    log,
  })
  const verifier = createVerifier({ issuer: config.OIDC_ISSUER, audience: config.OIDC_AUDIENCE })
  const router = resources.add(
    'router',
    await startRouter(config, { gateway, verifier, trustedDocuments, metrics, registry, log }),
  )
  log.info({ url: router.url, trusted: config.trustMode }, 'listening')
})
