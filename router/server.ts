import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { readJsonBodies } from '@ebook/chassis/foreign-json'
import type { Verifier } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import { requestIdOf } from '@ebook/chassis/request'
import { watchUnused } from '@ebook/chassis/unused-connections'
import { apolloServer } from './federation/apollo-server.ts'
import type { RouterConfig } from './config.ts'
import { ConsistencyTokens } from './federation/consistency-tokens.ts'
import { sentInBody, sentInUrl, trustedDocumentOf } from './documents/document-resolution.ts'
import { keepTheGate, type Limiter } from './entrance/gatekeeping.ts'
import type { Gateway } from './federation/gateway.ts'
import { serveGraphqlPage } from './entrance/graphql-page.ts'
import { acceptable } from './entrance/media-types.ts'
import { listenForMetrics, serveMetrics } from './entrance/metrics-listener.ts'
import type { RouterMetrics } from './federation/metrics.ts'
import { boundIdleConnections } from './entrance/idle-connections.ts'
import { refusalOf } from './errors/refusal.ts'
import { answerSignal, type RouterContext } from './federation/router-context.ts'
import type { Subscriptions } from './live/subscriptions.ts'
import { recordRequests, RequestLog } from './entrance/request-log.ts'
import { serveStreamCookie, StreamCookies } from './entrance/stream-cookie.ts'
import { Transports } from './transports/transports.ts'
import { isWebSocket, routeUpgrades } from './entrance/upgrade.ts'
import type { TrustedDocuments } from './documents/trusted-documents.ts'
import { serveWeb } from './entrance/web.ts'

const LARGEST_BODY_BYTES = 100_000

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
  gateway.planAhead()

  const server = httpServer(config)
  let draining = false
  server.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close')
    cutIfUnread(reply, config.UNREAD_ANSWER_MS)
  })
  answerFailures(server, log)
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: nothingToLoad },
    xFrameOptions: { action: 'deny' },
  })
  await server.register(cors, corsOptions(config.CORS_ORIGINS))
  serveHealth(server, () => !draining)
  if (config.METRICS_PORT === undefined && !config.production) serveMetrics(server, parts.registry)
  answerNothing(server, await serveWeb(server, config))
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

  const closeUnused = watchUnused(server.server)
  if (config.TRUST_PROXY === 0)
    boundIdleConnections(server.server, { mostOfAddress: config.IDLE_CONNECTIONS_OF_ADDRESS })
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
      closeUnused()
      await Promise.all([server.close(), transports?.stop()])
      await apollo.stop()
      await parts.subscriptions.stop()
      await gateway.stop()
      await metricsAt?.stop()
    },
  }
}

function httpServer(config: RouterConfig): FastifyInstance {
  return Fastify({
    genReqId: () => requestIdOf(undefined),
    bodyLimit: LARGEST_BODY_BYTES,
    exposeHeadRoutes: false,
    // A balancer needs a moment to look elsewhere: what still comes over an open connection is answered, and the
    // connection closed.
    return503OnClosing: false,
    trustProxy: (_address: string, hop: number) => hop < config.TRUST_PROXY,
    requestTimeout: 15_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000, shouldUpgradeCallback: isWebSocket },
  })
}

function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  config: RouterConfig,
  { trustedDocuments, limiter, log }: RouterParts & { readonly limiter: Limiter },
): RouterContext {
  const { viewer, ip } = request
  const sent = request.method === 'GET' ? sentInUrl(request.url) : sentInBody(request.body)
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

/** Who never reads would keep the answer in our memory for as long as they like. */
function cutIfUnread({ raw }: FastifyReply, afterMs: number): void {
  const timer = setTimeout(() => raw.destroy(), afterMs)
  raw.once('close', () => clearTimeout(timer))
}

const nothingToLoad = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/**
 * Who asks is in a header, or in a cookie that is for our own pages, so there are no credentials to allow. A listed origin may send whatever headers its libraries
 * add (tracing, client names): none means anything here that it could not send anyway. Another gets no permission at all.
 */
function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
  }
}

function serveHealth(server: FastifyInstance, ready: () => boolean): void {
  const withHead = { exposeHeadRoute: true }
  // Whoever listens has started: the supergraph is loaded, and every trusted document planned.
  server.get('/health/startup', withHead, () => ({ status: 'started' }))
  server.get('/health/live', withHead, () => ({ status: 'live' }))
  // The subgraphs are not asked: a router that is taken out because one of them is down helps nobody.
  server.get('/health/ready', withHead, (_request, reply) =>
    ready() ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reason: 'stopping' }),
  )
}

/** A path of the application's is its page: which one, it tells itself in the browser. */
function answerNothing(server: FastifyInstance, sendWebPage: Awaited<ReturnType<typeof serveWeb>>): void {
  server.setNotFoundHandler(
    (request, reply) =>
      sendWebPage(request, reply) ??
      reply.code(404).send(bodyOf('There is nothing here.', { code: 'BAD_USER_INPUT', reason: 'NOT_FOUND' })),
  )
}

/** Every failure has the shape of a GraphQL response, so that a client needs one way to read them. */
function answerFailures(server: FastifyInstance, log: Logger): void {
  server.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal === undefined) log.error({ err: error, requestId: request.id }, 'a request failed')
    const extensions = refusal?.told ?? { code: 'INTERNAL_SERVER_ERROR', requestId: request.id }
    if (refusal?.statusCode === 413) {
      // Closed on the spot, the connection is reset under a client that is still sending, and half of them never see
      // the answer. The rest of the body is read and dropped instead, for as long as a request may take.
      reply.removeHeader('connection')
      request.raw.resume()
    }
    if (request.record !== undefined) request.record.errorCodes = [extensions.code]
    const type = acceptable(request.headers.accept).json ?? 'application/json'
    return reply
      .code(refusal?.statusCode ?? 500)
      .type(`${type}; charset=utf-8`)
      .send(bodyOf(refusal?.message ?? 'Something went wrong on our side.', extensions))
  })
}

const bodyOf = (message: string, extensions: object) => ({ errors: [{ message, extensions }] })

function wantsPage({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html')
}
