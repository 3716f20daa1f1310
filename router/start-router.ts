import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readJsonBodies } from '@ebook/chassis/foreign-json'
import type { Verifier } from '@ebook/chassis/identity'
import { IdleConnections } from '@ebook/chassis/idle-connections'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { RouterConfig } from './config.ts'
import { trustedDocumentOf } from './documents/document-resolution.ts'
import { documentAskedFor, operationInUrl } from './documents/sent-operation.ts'
import type { TrustedDocuments } from './documents/trusted-documents.ts'
import { keepTheGate, type Limiter } from './entrance/gatekeeping.ts'
import { serveGraphqlPage } from './entrance/graphql-page.ts'
import { openHttpServer } from './entrance/http-server.ts'
import { listenForMetrics, serveMetrics } from './entrance/metrics-listener.ts'
import { recordRequests, RequestLog } from './entrance/request-log.ts'
import { serveStreamCookie, StreamCookies } from './entrance/stream-cookie.ts'
import { routeUpgrades } from './entrance/upgrade.ts'
import { apolloServer } from './federation/apollo-server.ts'
import { ConsistencyTokens } from './federation/consistency-tokens.ts'
import type { Gateway } from './federation/gateway.ts'
import type { RouterMetrics } from './federation/metrics.ts'
import { answerSignal, type RouterContext } from './federation/router-context.ts'
import type { Subscriptions } from './live/subscriptions.ts'
import { Transports } from './transports/transports.ts'

export interface RouterParts {
  readonly gateway: Gateway
  /** Stopped with the router. */
  readonly subscriptions: Subscriptions
  readonly verifier: Verifier
  readonly trustedDocuments: TrustedDocuments
  readonly metrics: RouterMetrics
  readonly registry: Registry
  readonly log: Logger
}

export interface Router {
  readonly url: string
  readonly port: number
  /** Where /metrics is, when it has an address of its own. */
  readonly metricsPort: number | undefined
  /**
   * Not ready → SHUTDOWN_DELAY_MS → what is under way ends, and who subscribes is sent elsewhere, one after another over
   * SHUTDOWN_STAGGER_MS → connections to the subgraphs close.
   */
  stop(): Promise<void>
}

/** Starts to listen when the supergraph is loaded and every trusted document is planned: from then on it is ready. */
export async function startRouter(config: RouterConfig, parts: RouterParts): Promise<Router> {
  const { gateway, log } = parts
  const apollo = apolloServer(gateway, {
    production: config.production,
    tokens: new ConsistencyTokens(config.ROUTER_SECRET),
    log,
  })
  await apollo.start()

  let draining = false
  const server = await openHttpServer(config, { isStopping: () => draining, log })
  if (config.METRICS_PORT === undefined && !config.production) serveMetrics(server, parts.registry)
  const sendPage = config.NODE_ENV === 'development' ? await serveGraphqlPage(server) : undefined

  const requestLog = new RequestLog(parts)
  let transports: Transports | undefined
  await server.register(async (scope) => {
    recordRequests(scope, requestLog)
    // A form of another site can send text without being asked about it first.
    scope.removeContentTypeParser('text/plain')
    readJsonBodies(scope)
    if (sendPage !== undefined) {
      scope.addHook('onRequest', async (request, reply) => (wantsPage(request) ? sendPage(reply) : undefined))
    }
    const cookies = new StreamCookies(config.ROUTER_SECRET)
    const limiter = await keepTheGate(scope, {
      verifier: parts.verifier,
      cookies,
      requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
      anonymousPerMinute: config.ANONYMOUS_RATE_LIMIT_PER_MINUTE ?? config.RATE_LIMIT_PER_MINUTE,
      origins: config.CORS_ORIGINS,
      log,
    })
    serveStreamCookie(scope, cookies)
    const streaming = new Transports(config, { ...parts, apollo, limiter, requestLog })
    transports = streaming
    const answer = fastifyApolloHandler(apollo, {
      context: async (request, reply) => contextOf(request, reply, config, { ...parts, limiter }),
    })
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      async handler(request, reply) {
        return streaming.take(request, reply) ? reply : answer.call(this, request, reply)
      },
    })
  })
  routeUpgrades(server)

  const connections = new IdleConnections(server.server)
  if (config.TRUST_PROXY === 0) connections.bound({ mostOfAddress: config.IDLE_CONNECTIONS_OF_ADDRESS })
  const metricsAt =
    config.METRICS_PORT === undefined
      ? undefined
      : await listenForMetrics(parts.registry, { host: config.METRICS_HOST, port: config.METRICS_PORT })
  await server.listen({ host: config.HOST, port: config.PORT })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `http://${config.HOST}:${port}/graphql`,
    port,
    metricsPort: metricsAt?.port,
    async stop() {
      draining = true
      transports?.refuseNew()
      await sleep(config.SHUTDOWN_DELAY_MS)
      connections.closeUnused()
      await Promise.all([server.close(), transports?.stop()])
      await apollo.stop()
      await parts.subscriptions.stop()
      await gateway.stop()
      await metricsAt?.stop()
    },
  }
}

function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  config: RouterConfig,
  { trustedDocuments, limiter, log }: RouterParts & { readonly limiter: Limiter },
): RouterContext {
  const { viewer, ip } = request
  const sent = documentAskedFor(request.method === 'GET' ? operationInUrl(request.url) : request.body)
  return {
    viewer,
    charge: (points) => limiter.charge({ viewer, ip }, points),
    requestId: request.id,
    traceparent: request.traceparent,
    traceState: request.traceState,
    trusted: trustedDocumentOf(sent, trustedDocuments, config.trustMode),
    signal: answerSignal(reply.raw, config.REQUEST_TIMEOUT_MS),
    record: request.record ?? {},
    log,
  }
}

function wantsPage({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html')
}
