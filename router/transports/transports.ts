import type { FastifyReply, FastifyRequest } from 'fastify'
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import type { Verifier } from '@ebook/chassis/identity'
import { Quota } from '@ebook/chassis/quota'
import type { TrustMode } from '../documents/document-resolution.ts'
import type { Limiter } from '../entrance/gatekeeping.ts'
import { acceptableOrRefused } from '../entrance/media-types.ts'
import type { RequestLog } from '../entrance/request-log.ts'
import { isUpgrade, takeOver } from '../entrance/upgrade.ts'
import { Refusal } from '../errors/refusal.ts'
import { EncodedOnce } from './encoded-once.ts'
import { HttpStreams } from './http-streams.ts'
import { OperationExecutor, type ExecutorParts } from './operation-executor.ts'
import { SocketConnection, type SocketParts } from './socket-connection.ts'

/** As the router's configuration has it. */
export interface TransportConfig {
  readonly production: boolean
  readonly trustMode: TrustMode
  readonly REQUEST_TIMEOUT_MS: number
  readonly SOCKETS: number
  readonly SOCKETS_PER_MEMBER: number
  readonly SUBSCRIPTIONS_PER_MEMBER: number
  readonly OPERATIONS_PER_SOCKET: number
  readonly CONNECTION_INIT_WAIT_MS: number
  readonly SOCKET_PING_MS: number
  readonly STREAM_HEARTBEAT_MS: number
  readonly SHUTDOWN_STAGGER_MS: number
}

export interface TransportParts extends ExecutorParts {
  readonly verifier: Verifier
  readonly limiter: Limiter
  readonly requestLog: RequestLog
}

/** The largest body of HTTP holds for frames too. */
const LARGEST_FRAME_BYTES = 100_000
/** For a client that does not answer a close frame. */
const CLOSE_HANDSHAKE_MS = 2_000

// A constant of its own: the types do not know `closeTimeout`, which ws has had since 8.19.
const socketOptions = {
  noServer: true,
  clientTracking: false,
  maxPayload: LARGEST_FRAME_BYTES,
  perMessageDeflate: false,
  closeTimeout: CLOSE_HANDSHAKE_MS,
  handleProtocols: (offered: Set<string>) =>
    offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
}

/** What is not answered by one HTTP response: WebSockets, event streams and multipart responses. */
export class Transports {
  readonly #config: TransportConfig
  readonly #socketParts: SocketParts
  readonly #webSockets = new WebSocketServer(socketOptions)
  readonly #sockets = new Set<SocketConnection>()
  readonly #streams: HttpStreams
  #stopping = false
  #onLastClosed: (() => void) | undefined

  constructor(config: TransportConfig, parts: TransportParts) {
    this.#config = config
    const { metrics, log, verifier, limiter, requestLog } = parts
    metrics.connectionsAllowed.set(config.SOCKETS)
    const executor = new OperationExecutor(parts, {
      trustMode: config.trustMode,
      suggestions: !config.production,
      subscriptionsPerMember: config.SUBSCRIPTIONS_PER_MEMBER,
    })
    const members = new Quota(config.SOCKETS_PER_MEMBER, Infinity, parts.together?.held.of('connections'))
    this.#socketParts = {
      operations: { executor, requestLog, requestTimeoutMs: config.REQUEST_TIMEOUT_MS },
      verifier,
      limiter,
      members,
      encoded: new EncodedOnce(),
      metrics,
      log,
      settings: {
        initWaitMs: config.CONNECTION_INIT_WAIT_MS,
        pingMs: config.SOCKET_PING_MS,
        operationsPerSocket: config.OPERATIONS_PER_SOCKET,
      },
    }
    this.#streams = new HttpStreams(
      { executor, members, metrics, log },
      {
        heartbeatMs: config.STREAM_HEARTBEAT_MS,
        requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
        restartWithinMs: config.SHUTDOWN_STAGGER_MS,
        admit: () => this.#admit(),
        isStopping: () => this.#stopping,
        onClosed: () => this.#oneClosed(),
      },
    )
  }

  /** Takes a request that is for one of them, and says so. Throws a Refusal. */
  take(request: FastifyRequest, reply: FastifyReply): boolean {
    if (isUpgrade(request.raw)) {
      if (this.#stopping) throw new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'STOPPING', 'The router is about to restart.')
      this.#admit()
      reply.hijack()
      this.#takeSocket(request, reply)
      return true
    }
    return this.#streams.answer(request, reply, acceptableOrRefused(request.headers.accept))
  }

  /** From now on nothing that stays open is begun. */
  refuseNew(): void {
    this.#stopping = true
  }

  /** Closes what is open, one after another; resolves when all of it is closed. */
  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#open === 0) return
    const within = this.#config.SHUTDOWN_STAGGER_MS
    const lastClosed = Promise.withResolvers<void>()
    this.#onLastClosed = lastClosed.resolve
    for (const connection of [...this.#sockets, ...this.#streams.open]) {
      // They come back at moments as different as these.
      setTimeout(() => connection.restart(), Math.random() * within)
    }
    await lastClosed.promise
  }

  get #open(): number {
    return this.#sockets.size + this.#streams.open.size
  }

  #oneClosed(): void {
    if (this.#open === 0) this.#onLastClosed?.()
  }

  #admit(): void {
    if (this.#open >= this.#config.SOCKETS) {
      throw new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'TOO_MANY_CONNECTIONS', 'There is no room for another connection.')
    }
  }

  #takeSocket(request: FastifyRequest, reply: FastifyReply): void {
    const upgrade = takeOver(request.raw, reply.raw)
    if (upgrade === undefined) return
    const { socket, head } = upgrade
    const { viewer, ip } = request
    this.#webSockets.handleUpgrade(request.raw, socket, head, (ws) => {
      const connection = new SocketConnection(ws, socket, { viewer, ip }, this.#socketParts, () => {
        this.#sockets.delete(connection)
        this.#oneClosed()
      })
      this.#sockets.add(connection)
      if (ws.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
        connection.refuse(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable')
      }
    })
  }
}
