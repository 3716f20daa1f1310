import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import { CloseCode, handleProtocols, makeServer, MessageType, type SubscribePayload } from 'graphql-ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { atInstant } from './at-instant.ts'
import { Consistency } from './consistency.ts'
import { DEEPEST_JSON_WITHIN, readForeignJson } from './foreign-json.ts'
import { Unauthenticated, type Verifier, type Viewer } from './identity.ts'
import { IssuerUnreachable } from './issuer-keys.ts'
import type { Logger } from './log.ts'
import { maskError } from './masking.ts'
import { requestIdOf, traceparentOf, type RequestContext } from './request.ts'
import { subscriptionReader } from './subscription-reader.ts'

/**
 * What the source of a subscription yields: a payload on which the selection is executed, the field's `resolve` first,
 * or none, when there are only extensions to tell. Extensions go out beside `data`.
 */
export interface Answering<Payload = unknown> {
  readonly payload?: Payload | undefined
  readonly extensions: Readonly<Record<string, unknown>>
}

/** What a subscription's `subscribe` knows. Its source must end, by throwing, when the signal is aborted. */
export interface LiveContext<Loaders = unknown> extends RequestContext<Loaders> {
  /** `extensions.live` of the operation, as it came in. */
  readonly live: unknown
}

export interface SubscriptionSettings {
  readonly schema: GraphQLSchema
  readonly isRouter: (secret: string | string[] | undefined) => boolean
  readonly verifier: Verifier
  readonly log: Logger
  readonly introspection: boolean
  readonly bodyLimit: number
  readonly contextOf: (context: Omit<LiveContext, 'loaders'>) => LiveContext
}

export interface Subscriptions {
  /** Takes over an upgrade of the HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Nothing new is taken, every socket is closed with 1012, and after a moment cut. */
  stop(): Promise<void>
}

const SERVICE_RESTART = 1012
const HEARTBEAT_MS = 10_000
const LAST_WORDS_MS = 1_000

/**
 * The live side of a subgraph: graphql-transport-ws for the router, which multiplexes the operations of all members on
 * one socket. So it is the operation that has an identity, and that ends when its token expires.
 */
export function serveSubscriptions(settings: SubscriptionSettings): Subscriptions {
  const { log, isRouter, bodyLimit } = settings
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: bodyLimit,
    perMessageDeflate: false,
    handleProtocols,
  })
  const read = subscriptionReader(settings.schema, { introspection: settings.introspection })
  const protocol = makeServer({
    onSubscribe: async (_context, _id, payload) => {
      // Whatever is wrong is told by the operation's own `error`: a throw from here would close everybody's socket.
      try {
        return { ...read(payload), schema: settings.schema, contextValue: payload }
      } catch (error) {
        return { ...read.nothing, schema: settings.schema, contextValue: error }
      }
    },
    subscribe: (args) => run(settings, args),
    onNext: (_context, _id, payload, _args, result) => masked(result as ExecutionResult, log, payload),
    onError: (_context, _id, payload, errors) => errors.flatMap((error) => toldOf(error, log, payload)),
  })

  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) beat(socket)
  }, HEARTBEAT_MS).unref()
  let stopping = false
  /** Resolved when the socket is closed and all its operations have ended. */
  const leaving = new Set<Promise<void>>()

  sockets.on('connection', (socket) => {
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolved when the bytes have left: so a router that does not read holds up the operation's source, and one
        // that is leaving does until it has left.
        send: (text) =>
          new Promise((resolve) => {
            if (socket.readyState === socket.OPEN) socket.send(text, () => resolve())
            else if (socket.readyState === socket.CLOSED) resolve()
            else socket.once('close', () => resolve())
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          void socket.on('message', (message: Buffer) => {
            if (!isOfClient(message)) return socket.close(CloseCode.BadRequest, 'Unreadable')
            handle(message.toString()).catch((error: unknown) => {
              log.error({ err: error }, 'a message of the router could not be handled')
              socket.close(CloseCode.InternalServerError, 'Internal server error')
            })
          }),
      },
      { socket },
    )
    socket.on('error', (error) => log.warn({ err: error }, 'a socket of the router failed'))
    const left = new Promise<void>((resolve) => {
      socket.once('close', (code, reason) => resolve(closed(code, reason.toString())))
    })
    leaving.add(left)
    left
      .catch((error: unknown) => log.error({ err: error }, 'a socket of the router left something behind'))
      .finally(() => leaving.delete(left))
  })

  return {
    upgrade(request, socket, head) {
      const path = request.url?.split('?')[0]
      if (stopping) return refuse(socket, '503 Service Unavailable')
      if (path !== '/graphql') return refuse(socket, '404 Not Found')
      if (!isRouter(request.headers['x-router-secret'])) return refuse(socket, '403 Forbidden')
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request))
    },
    async stop() {
      stopping = true
      clearInterval(heartbeat)
      const open = [...sockets.clients]
      for (const socket of open) socket.close(SERVICE_RESTART, 'Service restart')
      const cut = setTimeout(() => open.forEach((socket) => socket.terminate()), LAST_WORDS_MS)
      await Promise.all(leaving)
      clearTimeout(cut)
    },
  }
}

/** The protocol's own server takes what only servers say for a fault of ours. */
const OF_SERVERS: readonly unknown[] = [MessageType.ConnectionAck, MessageType.Next, MessageType.Error]

function isOfClient(message: Uint8Array): boolean {
  try {
    const read = readForeignJson(message, DEEPEST_JSON_WITHIN)
    return typeof read !== 'object' || read === null || !('type' in read && OF_SERVERS.includes(read.type))
  } catch {
    return false
  }
}

/** Why an operation does not begin, or does not go on. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly errors: readonly unknown[]
  constructor(errors: readonly unknown[]) {
    super('refused')
    this.errors = errors
  }
}

const awaited = new WeakSet<WebSocket>()

/** Cuts who has not answered the last ping: nothing else tells that a peer has died without a word. */
function beat(socket: WebSocket): void {
  if (awaited.has(socket)) return socket.terminate()
  awaited.add(socket)
  socket.once('pong', () => awaited.delete(socket))
  socket.ping()
}

function refuse(socket: Duplex, status: string): void {
  socket.once('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

/** The answers of one operation. Its end by `return` wakes a source that waits, which a generator's own does not. */
function run(settings: SubscriptionSettings, args: ExecutionArgs) {
  const leaving = new AbortController()
  const answers = answersOf(settings, args, leaving)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
      try {
        if (leaving.signal.aborted) await answers.return(undefined)
        return await answers.next()
      } catch (error) {
        if (leaving.signal.aborted && !(leaving.signal.reason instanceof Error)) return { done: true, value: undefined }
        throw leaving.signal.aborted ? leaving.signal.reason : error
      }
    },
    async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
      leaving.abort('left')
      await answers.return(undefined).catch(() => undefined)
      return { done: true, value: undefined }
    },
  }
}

async function* answersOf(
  settings: SubscriptionSettings,
  args: ExecutionArgs,
  leaving: AbortController,
): AsyncGenerator<ExecutionResult, undefined> {
  if (args.contextValue instanceof Error) throw args.contextValue
  const extensions = (args.contextValue as SubscribePayload).extensions ?? {}
  const viewer = await viewerOf(settings.verifier, extensions['authorization'])
  const stopClock = viewer && atInstant(viewer.expiresAt, () => leaving.abort(new Refused([expired()])))
  try {
    const contextValue = contextOf(settings, viewer, extensions, leaving.signal)
    const source = await createSourceEventStream({ ...args, contextValue })
    if (!(Symbol.asyncIterator in source)) throw new Refused((source.errors ?? []).map(causeOf))
    for await (const answer of source as AsyncIterable<Answering>) {
      const result =
        answer.payload === undefined ? { data: null } : await execute({ ...args, contextValue, rootValue: answer })
      yield { ...result, extensions: answer.extensions }
    }
  } finally {
    stopClock?.()
  }
}

async function viewerOf(verifier: Verifier, authorization: unknown): Promise<Viewer | undefined> {
  if (authorization === undefined) return undefined
  try {
    return await verifier.verify(typeof authorization === 'string' ? authorization : '')
  } catch (error) {
    if (error instanceof Unauthenticated) throw unauthenticated(error.message, error.reason)
    if (!(error instanceof IssuerUnreachable)) throw error
    const extensions = { code: 'SUBGRAPH_UNAVAILABLE' }
    throw new GraphQLError('Tokens cannot be verified just now.', { extensions, originalError: error })
  }
}

function unauthenticated(message: string, reason: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', reason } })
}

function expired(): GraphQLError {
  const { message, reason } = new Unauthenticated('expired')
  return unauthenticated(message, reason)
}

function contextOf(
  settings: SubscriptionSettings,
  viewer: Viewer | undefined,
  extensions: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): LiveContext {
  const text = (name: string) => {
    const value = extensions[name]
    return typeof value === 'string' ? value : undefined
  }
  const requestId = requestIdOf(text('requestId'))
  const traceparent = traceparentOf(text('traceparent'))
  const log = settings.log.child({ requestId, ...(traceparent && { traceId: traceparent.slice(3, 35) }) })
  const consistency = new Consistency()
  const live = extensions['live']
  return settings.contextOf({ viewer, requestId, traceparent, log, consistency, live, signal })
}

/** What a resolver threw; variables that do not fit have no cause, and are the caller's. */
function causeOf(error: GraphQLError): unknown {
  if (error.originalError) return error.originalError
  return new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT', ...error.extensions } })
}

function toldOf(error: GraphQLError, log: Logger, { extensions }: SubscribePayload): GraphQLFormattedError[] {
  const original: unknown = error.originalError ?? error
  const causes = original instanceof Refused ? original.errors : [original]
  return causes.map((cause) => maskedError(cause, log, extensions?.['requestId']))
}

function masked(result: ExecutionResult, log: Logger, { extensions }: SubscribePayload): FormattedExecutionResult {
  const { errors, ...rest } = result
  return errors ? { ...rest, errors: errors.map((error) => maskedError(error, log, extensions?.['requestId'])) } : rest
}

function maskedError(error: unknown, log: Logger, requestId: unknown): GraphQLFormattedError {
  const formatted = error instanceof GraphQLError ? error.toJSON() : { message: '' }
  const told = maskError(formatted, error)
  if (told.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return told
  log.error({ err: error, requestId }, 'a live operation failed')
  return { ...told, extensions: { ...told.extensions, requestId } }
}
