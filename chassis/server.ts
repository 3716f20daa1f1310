import { setTimeout as delay } from 'node:timers/promises'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply } from 'fastify'
import { tracing } from '@ebook/telemetry/tracing'
import { DEEPEST_JSON_WITHIN, readJsonBodies } from './foreign-json.ts'
import { IdleConnections } from './idle-connections.ts'
import type { Logger } from './log.ts'
import { httpDurations, type Registry } from './metrics.ts'
import { listenForOperators, serveHealth, serveMetrics, type OperatorAddress } from './operator-listener.ts'
import { requestIdOf, traceparentOf } from './request.ts'

/** Undefined when ready, otherwise why not. */
export type Readiness = () => Promise<string | undefined>

export interface ServerSettings {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly log: Logger
  readonly registry: Registry
  readonly readiness: Readiness
  /** Between "not ready" and the end of service, in milliseconds. */
  readonly shutdownDelayMs: number
  readonly bodyLimit?: number | undefined
  /** Where metrics are, and health once more; if nowhere, they are with the rest. */
  readonly operators?: OperatorAddress | undefined
}

export interface Server {
  /** Such as http://127.0.0.1:4002, without a path. */
  readonly url: string
  readonly port: number
  readonly operatorsPort: number | undefined
  /** Not ready at once; after the delay nothing new is taken; resolves when what is under way has been answered. */
  stop(): Promise<void>
}

const SLOWEST_READINESS_MS = 2_000
/** What a process takes in one request, or in one message of a socket, if it does not say otherwise. */
export const LARGEST_REQUEST_BYTES = 100 * 1024

/** HTTP as every process serves it: health, metrics, request ids, short timeouts, graceful stop. */
export async function startServer(
  settings: ServerSettings,
  routes: (app: FastifyInstance) => Promise<unknown> | void,
): Promise<Server> {
  const { log, registry, host } = settings
  const loggerInstance: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance,
    genReqId: (request) => requestIdOf(request.headers['x-request-id']),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    // One for each request, with all that it is known by: each further one would cost as much again.
    childLoggerFactory: (logger, bindings, options, { headers }) =>
      logger.child({ ...bindings, ...traceIdOf(headers.traceparent) }, options),
    bodyLimit: settings.bodyLimit ?? LARGEST_REQUEST_BYTES,
    requestTimeout: 10_000,
    forceCloseConnections: 'idle',
    // Node looks for overdue connections every 30 seconds if not told otherwise.
    // A token of 12 kB, the trace's baggage and a consistency token are more than Node's 16 kB.
    http: { maxHeaderSize: 32 * 1024, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
  })
  let draining = false

  readJsonBodies(app, DEEPEST_JSON_WITHIN)
  measure(app, registry)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  // Whoever keeps a connection open would keep `close` waiting, or send a request into a closing door.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close')
    done()
  })
  app.setNotFoundHandler((_request, reply) => answerError(reply, 404, 'BAD_USER_INPUT', 'There is nothing here.'))
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return answerError(reply, status, 'BAD_USER_INPUT', error.message)
    request.log.error({ err: error }, 'a request failed')
    return answerError(reply, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.')
  })

  const notReady = async () => (draining ? 'stopping' : reasonNotReady(settings.readiness))
  serveHealth(app, notReady)
  if (settings.operators?.METRICS_PORT === undefined) serveMetrics(app, registry)
  await routes(app)

  const operators = settings.operators && (await listenForOperators(settings.operators, { registry, notReady }))
  const connections = new IdleConnections(app.server)
  await app.listen({ host, port: settings.port })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : settings.port
  log.info({ host, port }, 'listening')

  let stopped: Promise<void> | undefined
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    operatorsPort: operators?.port,
    stop() {
      draining = true
      stopped ??= delay(settings.shutdownDelayMs).then(async () => {
        connections.closeUnused()
        await app.close()
        await operators?.stop()
      })
      return stopped
    },
  }
}

/** Traced, a line says so by itself. */
function traceIdOf(header: string | string[] | undefined): { readonly traceId?: string } {
  const traceparent = tracing === undefined ? traceparentOf(header) : undefined
  return traceparent === undefined ? {} : { traceId: traceparent.slice(3, 35) }
}

/** An error in the form of GraphQL, also where no GraphQL was run: clients read one form only. */
export function answerError(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const extensions = { code, ...details, requestId: reply.request.id }
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions }] })
}

async function reasonNotReady(readiness: Readiness): Promise<string | undefined> {
  const giveUp = new AbortController()
  const late = delay(SLOWEST_READINESS_MS, 'the check took too long', { signal: giveUp.signal })
  try {
    return await Promise.race([readiness(), late])
  } catch (error) {
    return `the check failed: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    giveUp.abort()
    late.catch(() => undefined)
  }
}

function measure(app: FastifyInstance, registry: Registry): void {
  const requests = httpDurations(registry)
  app.addHook('onResponse', (request, reply, done) => {
    const labels = {
      http_request_method: request.method,
      http_route: request.routeOptions.url ?? 'none',
      http_response_status_code: reply.statusCode,
      url_scheme: 'http',
    }
    requests.observe(labels, reply.elapsedTime / 1_000)
    done()
  })
}
