import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { readJsonBodies } from '@ebook/chassis/foreign-json'
import type { Verifier } from '@ebook/chassis/identity'
import { IdleConnections } from '@ebook/chassis/idle-connections'
import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import { listenForOperators, serveMetrics } from '@ebook/chassis/operator-listener'
import type { RouterConfig } from './config.ts'
import { trustedDocumentOf } from './documents/document-resolution.ts'
import { documentAskedFor, operationInUrl } from './documents/sent-operation.ts'
import type { TrustedDocuments } from './documents/trusted-documents.ts'
import { keepTheGate, type Limiter } from './entrance/gatekeeping.ts'
import { serveGraphqlPage } from './entrance/graphql-page.ts'
import { handedOver } from './entrance/handed-over.ts'
import { openHttpServer } from './entrance/http-server.ts'
import { serveOneClick } from './entrance/one-click.ts'
import { OwnPath, type OwnPathParts } from './entrance/own-path.ts'
import { recordRequests, RequestLog } from './entrance/request-log.ts'
import { StandingHeaders } from './entrance/standing-headers.ts'
import { serveStreamCookie, StreamCookies } from './entrance/stream-cookie.ts'
import { routeUpgrades } from './entrance/upgrade.ts'
import { handOnWebhooks } from './entrance/webhooks.ts'
import { apolloServer } from './federation/apollo-server.ts'
import { ConsistencyTokens } from './federation/consistency-tokens.ts'
import type { Gateway } from './federation/gateway.ts'
import type { RouterMetrics } from './federation/metrics.ts'
import { wantedUntilEnd, type RouterContext } from './federation/router-context.ts'
import type { Subscriptions } from './live/subscriptions.ts'
import type { Together } from './together/together.ts'
import { Transports } from './transports/transports.ts'

export interface RouterParts {
  readonly gateway: Gateway
  /** Stopped with the router. */
  readonly subscriptions: Subscriptions
  readonly verifier: Verifier
  readonly trustedDocuments: TrustedDocuments
  /** When there are several routers: they count limits as one. */
  readonly together?: Together | undefined
  readonly metrics: RouterMetrics
  readonly registry: Registry
  readonly log: Logger
}

export interface Router {
  readonly url: string
  readonly port: number
  /** Where metrics and health are, when they have an address of their own. */
  readonly operatorsPort: number | undefined
  /** How many requests never saw the frameworks. */
  readonly answeredOnOwnPath: number
  /**
   * Not ready → SHUTDOWN_DELAY_MS → what is under way ends, and who subscribes is sent elsewhere, one after another over
   * SHUTDOWN_STAGGER_MS → connections to the subgraphs close.
   */
  stop(): Promise<void>
}

/** Starts to listen when the supergraph is loaded and every trusted document is planned: from then on it is ready. */
export async function startRouter(config: RouterConfig, parts: RouterParts): Promise<Router> {
  const { gateway, log } = parts
  const tokens = new ConsistencyTokens(config.ROUTER_SECRET)
  const apollo = apolloServer(gateway, { production: config.production, tokens, log })
  await apollo.start()

  let draining = false
  const server = await openHttpServer(config, { isStopping: () => draining, log })
  // In production everybody gets to this port.
  if (config.METRICS_PORT === undefined && !config.production) serveMetrics(server, parts.registry)
  const sendPage = config.NODE_ENV === 'development' ? await serveGraphqlPage(server) : undefined

  const requestLog = new RequestLog(parts)
  let transports: Transports | undefined
  let limits: Limiter | undefined
  await server.register(async (scope) => {
    recordRequests(scope, requestLog)
    // A form of another site can send text without being asked about it first.
    scope.removeContentTypeParser('text/plain')
    readJsonBodies(scope)
    scope.addHook('preParsing', async ({ raw }, _reply, payload) => bodyHandedOver(raw) ?? payload)
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
      together: parts.together,
      log,
    })
    limits = limiter
    serveStreamCookie(scope, cookies)
    handOnWebhooks(scope, {
      url: config.subgraphUrls['payment'] ?? '',
      secret: subgraphSecret(config.ROUTER_SECRET[0] ?? '', 'payment'),
      timeoutMs: config.SUBGRAPH_TIMEOUT_MS,
      log,
    })
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
  await serveOneClick(server)
  routeUpgrades(server)
  await server.ready()
  const ownPath =
    limits &&
    (await openOwnPath(server, config, { ...parts, tokens, limiter: limits, requestLog, isStopping: () => draining }))

  const connections = new IdleConnections(server.server)
  if (config.TRUST_PROXY === 0) connections.bound({ mostOfAddress: config.IDLE_CONNECTIONS_OF_ADDRESS })
  const notReady = async () => (draining ? 'stopping' : undefined)
  const operators = await listenForOperators(config, { registry: parts.registry, notReady })
  await server.listen({ host: config.HOST, port: config.PORT })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `http://${config.HOST}:${port}/graphql`,
    port,
    operatorsPort: operators?.port,
    get answeredOnOwnPath() {
      return ownPath?.answered ?? 0
    },
    async stop() {
      draining = true
      transports?.refuseNew()
      await sleep(config.SHUTDOWN_DELAY_MS)
      connections.closeUnused()
      await Promise.all([server.close(), transports?.stop()])
      await apollo.stop()
      await parts.subscriptions.stop()
      await gateway.stop()
      await operators?.stop()
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
  const { executed, consistency } = handedOver(request.raw) ?? {}
  const sent = documentAskedFor(request.method === 'GET' ? operationInUrl(request.url) : request.body)
  return {
    viewer,
    charge: (points) => limiter.charge({ viewer, ip }, points),
    requestId: request.id,
    traceparent: request.traceparent,
    traceState: request.traceState,
    trusted: trustedDocumentOf(sent, trustedDocuments, config.trustMode),
    wanted: wantedUntilEnd(reply.raw, config.REQUEST_TIMEOUT_MS),
    record: request.record ?? {},
    log,
    executed,
    consistency,
  }
}

/** Sets the own path before the server. */
async function openOwnPath(
  server: FastifyInstance,
  { trustMode, TRUST_PROXY, REQUEST_TIMEOUT_MS, UNREAD_ANSWER_MS, CORS_ORIGINS }: RouterConfig,
  parts: Omit<OwnPathParts, 'headers'>,
): Promise<OwnPath> {
  const settings = {
    trustMode,
    proxies: TRUST_PROXY,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    unreadAnswerMs: UNREAD_ANSWER_MS,
  }
  const headers = await StandingHeaders.of(server, CORS_ORIGINS)
  const ownPath = new OwnPath(settings, { ...parts, headers }, (request, response) => server.routing(request, response))
  server.server.removeAllListeners('request')
  server.server.on('request', (request, response) => ownPath.take(request, response))
  return ownPath
}

function bodyHandedOver(request: IncomingMessage): RequestPayload | undefined {
  const body = handedOver(request)?.body
  return body && Object.assign(Readable.from([body]), { receivedEncodedLength: body.length })
}

function wantsPage({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html')
}
