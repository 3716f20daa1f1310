import type { FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import { atInstant } from '@ebook/chassis/at-instant'
import type { Logger } from '@ebook/chassis/log'
import type { Quota } from '@ebook/chassis/quota'
import type { Operation } from '../documents/document-resolution.ts'
import { sentByGet, sentByPost } from '../documents/sent-operation.ts'
import { notAcceptable, type Acceptable } from '../entrance/media-types.ts'
import { Refusal } from '../errors/refusal.ts'
import { tokenExpired } from '../errors/told-errors.ts'
import type { RouterMetrics } from '../federation/metrics.ts'
import { Wanted } from '../federation/router-context.ts'
import type { RunningSubscription } from '../live/payload-sink.ts'
import { EncodedOnce } from './encoded-once.ts'
import { HttpStream } from './http-stream.ts'
import type { OperationExecutor } from './operation-executor.ts'
import type { Asking } from './recorded-subscription.ts'
import { streamFormats, type StreamFormat } from './stream-format.ts'

interface Parts {
  readonly executor: OperationExecutor
  readonly members: Quota
  readonly metrics: RouterMetrics
  readonly log: Logger
}

interface Settings {
  readonly heartbeatMs: number
  readonly restartWithinMs: number
  readonly requestTimeoutMs: number
  readonly isStopping: () => boolean
  /** Throws a Refusal when no connection more can be held open. */
  readonly admit: () => void
  /** A connection has closed that was held open. */
  readonly onClosed: () => void
}

/** A request that is answered by a stream. */
interface Streamed {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly format: StreamFormat
}

/** Operations that are answered by a streamed HTTP response. */
export class HttpStreams {
  readonly #parts: Parts
  readonly #settings: Settings
  /** Payloads look different in each format. */
  readonly #encoded = { sse: new EncodedOnce(), multipart: new EncodedOnce() }
  /** Those of subscriptions: the others end by themselves. */
  readonly open = new Set<HttpStream>()

  constructor(parts: Parts, settings: Settings) {
    this.#parts = parts
    this.#settings = settings
  }

  /**
   * Answers by a stream and says so; false for what an ordinary answer is good for, which is everything but a
   * subscription unless the client takes nothing else. Throws a Refusal instead of beginning.
   */
  answer(request: FastifyRequest, reply: FastifyReply, { json, stream }: Acceptable): boolean {
    if (stream === undefined) return false
    const format = streamFormats[stream]
    const streamed = { request, reply, format }
    const operation = this.#operationOf(streamed, json !== undefined)
    if (operation === undefined) return true
    const isLive = operation.type === OperationTypeNode.SUBSCRIPTION
    if (!isLive && json !== undefined) return false
    if (!isLive && stream !== 'sse') throw notAcceptable()
    if (request.method === 'GET' && operation.type === OperationTypeNode.MUTATION) {
      reply.header('allow', 'POST')
      throw new Refusal(405, 'BAD_USER_INPUT', 'GET_IS_FOR_READING', 'Mutations are sent by POST.')
    }
    const asking = askingOf(request, format)
    if (isLive) this.#subscribe(operation, asking, streamed)
    else {
      this.#answerOnce(operation, asking, streamed).catch((error: unknown) => {
        this.#parts.log.error({ err: error, requestId: request.id }, 'a stream is cut after a failure of ours')
        reply.raw.destroy()
      })
    }
    return true
  }

  /**
   * What comes after the gate is told in the stream, as graphql-sse has it: an EventSource cannot read a refusal. Who
   * takes JSON as well can.
   */
  #operationOf(streamed: Streamed, readsJson: boolean): Operation | undefined {
    const { request, format } = streamed
    try {
      const sent = request.method === 'GET' ? sentByGet(request.url) : sentByPost(request.body)
      return this.#parts.executor.resolve(sent)
    } catch (error) {
      if (readsJson || format.transport !== 'sse') throw error
      const told = this.#parts.executor.told(error, askingOf(request, format))
      this.#openStream(streamed, {}).error([told])
      return undefined
    }
  }

  #subscribe(operation: Operation, asking: Asking, streamed: Streamed): void {
    const { viewer } = asking
    const { request, reply } = streamed
    if (viewer === undefined) {
      reply.header('www-authenticate', 'Bearer')
      throw new Refusal(401, 'UNAUTHENTICATED', 'NO_TOKEN', 'Subscriptions need a valid token.')
    }
    // A refusal would be the end for an EventSource; so it is told to come back.
    if (this.#settings.isStopping()) return this.#openStream(streamed, {}).restart()
    this.#settings.admit()
    const giveBack = this.#parts.members.take(viewer.sub)
    if (giveBack === undefined) {
      throw new Refusal(429, 'RATE_LIMITED', 'TOO_MANY_CONNECTIONS', 'This member has too many connections open.')
    }
    if (request.record !== undefined) request.record.isSubscription = true
    let subscription: RunningSubscription | undefined
    const callOffExpiry = atInstant(viewer.expiresAt, () => {
      subscription?.stop()
      stream.error([tokenExpired()])
    })
    const stream: HttpStream = this.#openStream(streamed, {
      onDrain: () => subscription?.resume(),
      onClosed: () => {
        callOffExpiry()
        giveBack()
        subscription?.stop()
        this.open.delete(stream)
        this.#settings.onClosed()
      },
    })
    this.open.add(stream)
    try {
      subscription = this.#parts.executor.subscribe(operation, asking, stream, lastEventIdOf(request))
    } catch (error) {
      stream.error([this.#parts.executor.told(error, asking)])
    }
  }

  async #answerOnce(operation: Operation, asking: Asking, streamed: Streamed): Promise<void> {
    const wanted = new Wanted(this.#settings.requestTimeoutMs)
    const stream = this.#openStream(streamed, { onClosed: () => wanted.abandon() })
    const { result } = await this.#parts.executor.answer(operation, asking, wanted, streamed.request.record ?? {})
    wanted.end()
    stream.next(JSON.stringify(result), undefined)
    stream.complete()
  }

  #openStream(
    { reply, format }: Streamed,
    { onDrain = nothing, onClosed = nothing }: { onDrain?: () => void; onClosed?: () => void },
  ): HttpStream {
    const { transport } = format
    const headers = Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]))
    reply.hijack()
    const { metrics } = this.#parts
    metrics.connections.inc({ transport })
    return new HttpStream(reply.raw, headers, {
      format,
      encoded: this.#encoded[transport],
      heartbeatMs: this.#settings.heartbeatMs,
      restartWithinMs: this.#settings.restartWithinMs,
      onDrain,
      onClosed() {
        metrics.connections.dec({ transport })
        onClosed()
      },
    })
  }
}

const nothing = () => undefined

function askingOf(request: FastifyRequest, { transport }: StreamFormat): Asking {
  const { viewer, ip, id: requestId, traceparent, traceState, record } = request
  return { transport, viewer, ip, requestId, traceparent, span: record?.span, traceState }
}

/** Where an EventSource has got to when it comes back; what it asks for is the same each time. */
function lastEventIdOf({ headers }: FastifyRequest): string | undefined {
  const given = headers['last-event-id']
  return typeof given === 'string' && given !== '' ? given : undefined
}
