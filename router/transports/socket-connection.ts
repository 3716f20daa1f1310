import type { Socket } from 'node:net'
import { CloseCode, MessageType, validateMessage, type Message, type SubscribePayload } from 'graphql-ws'
import { WebSocket, type RawData } from 'ws'
import { atInstant } from '@ebook/chassis/at-instant'
import { readForeignJson } from '@ebook/chassis/foreign-json'
import type { Verifier, Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import type { Quota } from '@ebook/chassis/quota'
import { requestIdOf } from '@ebook/chassis/request'
import type { Limiter } from '../entrance/gatekeeping.ts'
import type { RouterMetrics } from '../federation/metrics.ts'
import { traceOf } from '../federation/request-trace.ts'
import { traceStateOf } from '../federation/router-context.ts'
import type { OnRenewal } from '../live/subscriptions.ts'
import type { EncodedOnce } from './encoded-once.ts'
import { KeepAlive } from './keep-alive.ts'
import { runOnSocket, type SocketOperations } from './run-on-socket.ts'
import { authorizationIn, hasSameScope, verified } from './socket-identity.ts'
import { SocketOperation, type SocketEnd } from './socket-operation.ts'
import { writeTextFrame } from './text-frame.ts'

export interface SocketSettings {
  readonly initWaitMs: number
  readonly pingMs: number
  readonly operationsPerSocket: number
}

export interface SocketParts {
  readonly operations: SocketOperations
  readonly verifier: Verifier
  readonly limiter: Limiter
  readonly members: Quota
  readonly encoded: EncodedOnce
  readonly metrics: RouterMetrics
  readonly log: Logger
  readonly settings: SocketSettings
}

/** Who opened the socket, as far as HTTP tells. */
export interface Opener {
  readonly viewer: Viewer | undefined
  readonly ip: string
}

/** As RFC 6455 and its registry have them. */
const RESTARTING = 1012
const TRY_AGAIN_LATER = 1013
/** Where reading stops until what was written has been read: answers and pongs cost memory too. */
const MOST_UNREAD_BYTES = 262_144
const LONGEST_ID = 200
const LARGEST_ECHO = 1_000

/** One socket of graphql-transport-ws: https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md */
export class SocketConnection implements SocketEnd {
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #opener: Opener
  readonly #parts: SocketParts
  readonly #onClosed: () => void
  readonly #operations = new Map<string, SocketOperation>()
  #congested: SocketOperation[] = []
  #viewer: Viewer | undefined
  readonly #renewals = new Set<(viewer: Viewer) => void>()
  readonly #onRenewal: OnRenewal = (listener) => {
    this.#renewals.add(listener)
    return () => void this.#renewals.delete(listener)
  }
  #initialised = false
  #closing = false
  #closeCode: number | undefined
  #restarting = false
  readonly #initTimer: NodeJS.Timeout
  #callOffExpiry: (() => void) | undefined
  #giveBack: (() => void) | undefined

  constructor(ws: WebSocket, socket: Socket, opener: Opener, parts: SocketParts, onClosed: () => void) {
    this.#ws = ws
    this.#socket = socket
    this.#opener = opener
    this.#parts = parts
    this.#onClosed = onClosed
    const { initWaitMs, pingMs } = parts.settings
    this.#initTimer = setTimeout(
      () => this.#close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      initWaitMs,
    )
    new KeepAlive(ws, socket, pingMs)
    parts.metrics.connections.inc({ transport: 'websocket' })
    ws.on('message', (data, isBinary) => this.#guard(() => this.#receive(data, isBinary)))
    // What the client did wrong, such as too long a frame: ws closes the socket with the code for it.
    ws.on('error', (error) => parts.log.debug({ err: error }, 'a socket failed'))
    ws.once('close', (code) => this.#closed(code))
    socket.on('drain', () => this.#guard(() => this.#drained()))
  }

  /** What goes wrong on a socket ends that socket: thrown at the event loop, it would end everybody's. */
  #guard(work: () => void | Promise<void>): void {
    const failed = (error: unknown) => {
      this.#parts.log.error({ err: error, sub: this.#viewer?.sub }, 'a socket is closed after a failure of ours')
      this.#close(CloseCode.InternalServerError, 'Internal server error')
    }
    try {
      work()?.catch(failed)
    } catch (error) {
      failed(error)
    }
  }

  /** Closes it so that the client comes back, elsewhere or later; what is being answered is answered first. */
  restart(): void {
    this.#restarting = true
    for (const { abandon } of this.#operations.values()) if (abandon !== undefined) return
    this.#close(RESTARTING, 'Restarting')
  }

  refuse(code: number, reason: string): void {
    this.#close(code, reason)
  }

  sendNext(operation: SocketOperation, json: string): boolean {
    if (this.#ws.readyState !== WebSocket.OPEN) return true
    writeTextFrame(this.#socket, operation.prefix, this.#parts.encoded.of(json))
    if (!this.#socket.writableNeedDrain) return true
    this.#congested.push(operation)
    this.#stopReadingIfFull()
    return false
  }

  sendLast({ id }: SocketOperation, { type, payload }: Parameters<SocketEnd['sendLast']>[1]): void {
    this.#operations.delete(id)
    this.#send({ id, type, payload })
    if (this.#restarting) this.restart()
  }

  #send(message: object): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return
    this.#ws.send(JSON.stringify(message))
    this.#stopReadingIfFull()
  }

  #stopReadingIfFull(): void {
    if (this.#socket.writableLength > MOST_UNREAD_BYTES) this.#ws.pause()
  }

  #drained(): void {
    if (this.#closing) return
    if (this.#ws.isPaused) this.#ws.resume()
    const waiting = this.#congested
    this.#congested = []
    for (const { subscription } of waiting) subscription?.resume()
  }

  #receive(data: RawData, isBinary: boolean): void | Promise<void> {
    if (this.#closing) return
    let message: Message
    try {
      if (isBinary) throw new Error('Messages are texts')
      message = validateMessage(readForeignJson(data as Buffer))
    } catch (error) {
      return this.#badRequest(error instanceof Error ? error.message : '')
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return this.#initialise(message.payload)
      case MessageType.Ping:
        return this.#answerPing(message.payload)
      case MessageType.Pong:
        return this.#count()
      case MessageType.Subscribe:
        return this.#subscribe(message.id, message.payload)
      case MessageType.Complete: {
        const operation = this.#operations.get(message.id)
        this.#operations.delete(message.id)
        operation?.stop()
        if (this.#restarting) this.restart()
        return this.#count()
      }
      default:
        return this.#badRequest(`Clients do not send "${message.type}"`)
    }
  }

  async #initialise(payload: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    if (this.#initialised) {
      return this.#close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests')
    }
    this.#initialised = true
    clearTimeout(this.#initTimer)
    const { verifier, limiter, members } = this.#parts
    const authorization = authorizationIn(payload)
    const viewer = authorization === undefined ? this.#opener.viewer : await verified(verifier, authorization)
    const { ip } = this.#opener
    if (viewer === undefined) return this.#close(CloseCode.Unauthorized, 'Unauthorized: a token is needed')
    if ('reason' in viewer) {
      // Guessing counts against the address, as over HTTP.
      await limiter.count({ viewer: undefined, ip })
      if (!viewer.isBad) this.#parts.log.error({ reason: viewer.reason }, 'a token could not be verified')
      return this.#close(viewer.isBad ? CloseCode.Forbidden : TRY_AGAIN_LATER, viewer.message)
    }
    if ((await limiter.count({ viewer, ip })) !== undefined) return this.#close(TRY_AGAIN_LATER, 'Too many requests')
    if (this.#closing) return
    this.#giveBack = members.take(viewer.sub)
    if (this.#giveBack === undefined) return this.#close(TRY_AGAIN_LATER, 'Too many connections of this member')
    this.#takeIdentity(viewer)
    this.#send({ type: MessageType.ConnectionAck, payload: { expiresAt: viewer.expiresAt.toISOString() } })
  }

  #takeIdentity(viewer: Viewer): void {
    this.#viewer = viewer
    this.#callOffExpiry?.()
    this.#callOffExpiry = atInstant(viewer.expiresAt, () => this.#close(CloseCode.Forbidden, 'The token has expired.'))
  }

  /** A ping may carry a new token, so that the socket outlives the old one: the protocol leaves its payload to us. */
  async #answerPing(payload: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    const authorization = authorizationIn(payload)
    if (authorization === undefined) {
      this.#send({ type: MessageType.Pong, ...(isSmall(payload) && { payload }) })
      return this.#count()
    }
    const answer = await this.#renew(authorization)
    if (!this.#closing) this.#send({ type: MessageType.Pong, payload: answer })
  }

  async #renew(authorization: unknown): Promise<Record<string, string>> {
    const refused = (reason: string) => ({ authorization: 'refused', reason })
    const before = this.#viewer
    if (before === undefined) return refused('NOT_INITIALISED')
    const { limiter, verifier } = this.#parts
    const { ip } = this.#opener
    if ((await limiter.count({ viewer: before, ip })) !== undefined) return refused('RATE_LIMITED')
    const viewer = await verified(verifier, authorization)
    if ('reason' in viewer) return refused(viewer.reason)
    if (!hasSameScope(viewer, before)) return refused(viewer.sub === before.sub ? 'OTHER_ROLES' : 'OTHER_SUBJECT')
    if (this.#closing) return refused('CLOSING')
    this.#takeIdentity(viewer)
    for (const renewed of this.#renewals) renewed(viewer)
    return { authorization: 'accepted', expiresAt: viewer.expiresAt.toISOString() }
  }

  #subscribe(id: string, payload: SubscribePayload): void | Promise<void> {
    const viewer = this.#viewer
    if (viewer === undefined) return this.#close(CloseCode.Unauthorized, 'Unauthorized')
    if (id.length > LONGEST_ID) return this.#badRequest('The id is too long')
    if (this.#operations.has(id)) {
      return this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`)
    }
    // The socket is about to close, and the client will ask again on the next one.
    if (this.#restarting) return
    const isOneTooMany = this.#operations.size >= this.#parts.settings.operationsPerSocket
    const operation = new SocketOperation(id, this)
    this.#operations.set(id, operation)
    const asking = {
      transport: 'websocket',
      viewer,
      onRenewal: this.#onRenewal,
      ip: this.#opener.ip,
      requestId: requestIdOf(undefined),
      ...traceOf(payload.extensions?.['traceparent'] as string | undefined),
      traceState: traceStateOf(payload.extensions),
    } as const
    return runOnSocket(this.#parts.operations, operation, payload, asking, {
      isOneTooMany,
      viewerNow: () => this.#viewer ?? viewer,
      count: () => this.#parts.limiter.count({ viewer, ip: this.#opener.ip }),
    })
  }

  /** Counts a message that begins nothing, when it has been dealt with: what comes after it must not overtake it. */
  async #count(): Promise<void> {
    const asker = { viewer: this.#viewer, ip: this.#opener.ip }
    if ((await this.#parts.limiter.count(asker)) !== undefined) this.#close(TRY_AGAIN_LATER, 'Too many messages')
  }

  #badRequest(message: string): void {
    this.#close(CloseCode.BadRequest, message)
  }

  #close(code: number, reason: string): void {
    if (this.#closing) return
    this.#closing = true
    this.#closeCode = code
    this.#release()
    // The answer to a close frame has to be read.
    if (this.#ws.isPaused) this.#ws.resume()
    // RFC 6455: what is said in a close frame has at most 123 bytes.
    this.#ws.close(code, Buffer.byteLength(reason) <= 123 ? reason : 'Bad Request')
  }

  #release(): void {
    clearTimeout(this.#initTimer)
    this.#callOffExpiry?.()
    this.#giveBack?.()
    this.#giveBack = undefined
    this.#congested = []
    for (const operation of this.#operations.values()) operation.stop()
    this.#operations.clear()
  }

  #closed(received: number): void {
    this.#closing = true
    this.#release()
    const { metrics, log } = this.#parts
    const code = this.#closeCode ?? received
    metrics.connections.dec({ transport: 'websocket' })
    metrics.closes.inc({ code: knownCodes.has(code) ? code : 'other' })
    log.debug({ code, sub: this.#viewer?.sub }, 'socket closed')
    this.#onClosed()
  }
}

/** What a ping carries is sent back when it is a note; a client's megabytes are not worth writing twice. */
function isSmall(payload: Readonly<Record<string, unknown>> | null | undefined): boolean {
  const values = Object.values(payload ?? {})
  return values.every((value) => typeof value !== 'object') && JSON.stringify(payload ?? null).length <= LARGEST_ECHO
}

/** Codes are the client's to choose as well, and each new one would be a new series for ever. */
const knownCodes: ReadonlySet<number> = new Set([
  1000, 1001, 1002, 1005, 1006, 1007, 1009, 1012, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429, 4500,
])
