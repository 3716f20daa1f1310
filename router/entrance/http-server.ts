import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from '@ebook/chassis/log'
import { serveHealth } from '@ebook/chassis/operator-listener'
import { requestIdOf } from '@ebook/chassis/request'
import { refusalOf } from '../errors/refusal.ts'
import { handedOver } from './handed-over.ts'
import { acceptable } from './media-types.ts'
import { isWebSocket } from './upgrade.ts'
import { serveWeb, type WebConfig } from './web.ts'

/** As the router's configuration has it. */
export interface HttpConfig extends WebConfig {
  readonly TRUST_PROXY: number
  readonly UNREAD_ANSWER_MS: number
  readonly CORS_ORIGINS: readonly string[]
}

export const LARGEST_BODY_BYTES = 100_000

/** A server that answers health, the pages and, in the shape of GraphQL, whatever goes wrong; it does not listen yet. */
export async function openHttpServer(
  config: HttpConfig,
  { isStopping, log }: { readonly isStopping: () => boolean; readonly log: Logger },
): Promise<FastifyInstance> {
  const answerFailure = failureAnswerer(log)
  const server = Fastify({
    genReqId: (request) => handedOver(request)?.requestId ?? requestIdOf(undefined),
    bodyLimit: LARGEST_BODY_BYTES,
    exposeHeadRoutes: false,
    // A balancer needs a moment to look elsewhere: what still comes over an open connection is answered, and the
    // connection closed.
    return503OnClosing: false,
    trustProxy: (_address: string, hop: number) => hop < config.TRUST_PROXY,
    requestTimeout: 15_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000, shouldUpgradeCallback: isWebSocket },
    // Such as an address that is none.
    frameworkErrors: (error, request, reply) => void answerFailure(error, request, reply),
    clientErrorHandler: answerUnreadable,
  })
  server.addHook('onSend', async (_request, reply) => {
    if (isStopping()) reply.header('connection', 'close')
    cutIfUnread(reply.raw, config.UNREAD_ANSWER_MS)
  })
  server.setErrorHandler(answerFailure)
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: nothingToLoad },
    xFrameOptions: { action: 'deny' },
  })
  await server.register(cors, corsOptions(config.CORS_ORIGINS))
  // The subgraphs are not asked: a router that is taken out because one of them is down helps nobody.
  serveHealth(server, async () => (isStopping() ? 'stopping' : undefined))
  const sendWebPage = await serveWeb(server, config)
  // A path of the application's is its page: which one, it tells itself in the browser.
  server.setNotFoundHandler(
    (request, reply) =>
      sendWebPage(request, reply) ??
      reply.code(404).send(bodyOf('There is nothing here.', { code: 'BAD_USER_INPUT', reason: 'NOT_FOUND' })),
  )
  return server
}

/** Who never reads would keep the answer in our memory for as long as they like. */
export function cutIfUnread(response: ServerResponse, afterMs: number): void {
  const timer = setTimeout(() => response.destroy(), afterMs)
  response.once('close', () => clearTimeout(timer))
}

const nothingToLoad = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/**
 * Who asks is in a header, or in a cookie that is for our own pages, so there are no credentials to allow. A listed origin
 * may send whatever headers its libraries add (tracing, client names): none means anything here that it could not send
 * anyway. Another gets no permission at all.
 */
function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
  }
}

/** Every failure has the shape of a GraphQL response, so that a client needs one way to read them. */
function failureAnswerer(log: Logger) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
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
  }
}

const unreadable: Readonly<Record<string, readonly [status: number, reason: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'The request did not come in time.'],
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'The headers are larger than 16 kB.'],
}

/** What is no HTTP never becomes a request; the connection ends with it. */
function answerUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed) return
  const [status, reason, message] = unreadable[code] ?? [400, 'BAD_REQUEST', 'The request cannot be read.']
  const body = JSON.stringify(bodyOf(message, { code: 'BAD_USER_INPUT', reason }))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroySoon()
}

const bodyOf = (message: string, extensions: object) => ({ errors: [{ message, extensions }] })
