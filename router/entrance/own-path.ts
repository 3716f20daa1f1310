import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import { readForeignJson } from '@ebook/chassis/foreign-json'
import type { Verifier, Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import { requestIdOf } from '@ebook/chassis/request'
import { trustedDocumentOf, type TrustMode } from '../documents/document-resolution.ts'
import { documentAskedFor, sentByPost, type SentOperation } from '../documents/sent-operation.ts'
import type { TrustedDocument, TrustedDocuments } from '../documents/trusted-documents.ts'
import { LONG_TEXT, textOf } from '../executor/json-text.ts'
import { admitOperation } from '../federation/admit-operation.ts'
import { consistencyTold, type ConsistencyTokens } from '../federation/consistency-tokens.ts'
import type { Gateway } from '../federation/gateway.ts'
import type { KnownOperation } from '../federation/operation-executor.ts'
import { traceOf, type RequestTrace } from '../federation/request-trace.ts'
import { traceStateOf, wantedUntilEnd, type RequestRecord, type RouterContext } from '../federation/router-context.ts'
import { addressOf } from './address.ts'
import { isForged, type Limiter } from './gatekeeping.ts'
import { handOver, type HandedOver } from './handed-over.ts'
import { cutIfUnread, LARGEST_BODY_BYTES } from './http-server.ts'
import { acceptable } from './media-types.ts'
import { CLIENT_CLOSED_REQUEST, type RequestLog } from './request-log.ts'
import type { StandingHeaders } from './standing-headers.ts'

export interface OwnPathSettings {
  readonly trustMode: TrustMode
  /** How many proxies of ours are in front. */
  readonly proxies: number
  readonly requestTimeoutMs: number
  readonly unreadAnswerMs: number
}

export interface OwnPathParts {
  readonly gateway: Gateway
  readonly verifier: Verifier
  readonly limiter: Limiter
  readonly trustedDocuments: TrustedDocuments
  readonly tokens: ConsistencyTokens
  readonly headers: StandingHeaders
  readonly requestLog: RequestLog
  readonly isStopping: () => boolean
  readonly log: Logger
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What is to be run, and nothing about it is unusual. */
interface Asked {
  readonly sent: SentOperation
  readonly trusted: TrustedDocument | undefined
  readonly known: KnownOperation
}

/**
 * The way of an operation that Apollo Server has let pass before, under the supergraph that runs: the same gate, limits,
 * deadline, log and answer, without the two frameworks, which cost four fifths of a small answer. It knows the good case.
 * Whatever else there is to say, of a bad token, an unknown operation or an error, the ordinary path says: it gets the
 * request with all that was learnt and done, and counts and executes nothing again.
 */
export class OwnPath {
  /** How many requests were answered here. */
  answered = 0
  readonly #settings: OwnPathSettings
  readonly #parts: OwnPathParts
  readonly #ordinary: Handler
  readonly #types = new Map<string | undefined, string | undefined>()

  constructor(settings: OwnPathSettings, parts: OwnPathParts, ordinary: Handler) {
    this.#settings = settings
    this.#parts = parts
    this.#ordinary = ordinary
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const type = isPlainPost(request) ? this.#typeFor(request.headers.accept) : undefined
    if (type === undefined) return this.#ordinary(request, response)
    const way = new Way(request, response, this.#parts)
    this.#answer(way, type).catch((error: unknown) => {
      // Refusals are for the ordinary path to say; so is what it does about a fault of ours.
      this.#parts.log.trace({ err: error }, 'not for the own path')
      this.#give(way)
    })
  }

  /** Undefined when the client would take a stream. */
  #typeFor(accept: string | undefined): string | undefined {
    if (this.#types.has(accept)) return this.#types.get(accept)
    const { json, stream } = acceptable(accept)
    const type = json === undefined || stream !== undefined ? undefined : `${json}; charset=utf-8`
    if (this.#types.size < MOST_TYPES) this.#types.set(accept, type)
    return type
  }

  async #answer(way: Way, type: string): Promise<void> {
    const { request, response } = way
    const { verifier, limiter, tokens, gateway, log } = this.#parts
    const { authorization } = request.headers
    if (authorization !== undefined) way.viewer = await verifier.verify(authorization)
    const asker = { viewer: way.viewer, ip: addressOf(request, this.#settings.proxies) }
    // One too many is not counted; the ordinary path refuses it.
    if ((await limiter.count(asker)) !== undefined) return this.#give(way)
    way.admitted = true
    way.body = await bodyOf(request)
    const { sent, trusted, known } = this.#asked(way.body) ?? {}
    if (sent === undefined || known === undefined) return this.#give(way)
    const context: RouterContext = {
      viewer: way.viewer,
      charge: (points) => limiter.charge(asker, points),
      requestId: way.requestId,
      traceparent: way.trace.traceparent,
      traceState: traceStateOf(request.headers),
      trusted,
      wanted: wantedUntilEnd(response, this.#settings.requestTimeoutMs),
      record: way.record,
      log,
    }
    way.record.operationName = known.operation.name?.value ?? '(anonymous)'
    const variables = { ...sent.variables }
    admitOperation({ ...known, isKnown: true }, { variables, extensions: { ...sent.extensions } }, context, tokens)
    way.consistency = context.consistency
    const operation = await gateway.executor.operationOf(known, context)
    const executed = await operation.execute({ variables, context })
    if (executed.errors !== undefined || executed.extensions !== undefined) {
      way.executed = executed
      return this.#give(way)
    }
    const extensions = consistencyTold(known.operation.operation, context, tokens)
    this.#send(way, type, jsonOf(executed.data, extensions))
  }

  /** Undefined for what is not known. Throws for what is no request. */
  #asked(body: Buffer): Asked | undefined {
    const sent = sentByPost(readForeignJson(body))
    const asked = documentAskedFor(sent)
    const trusted = trustedDocumentOf(asked, this.#parts.trustedDocuments, this.#settings.trustMode)
    const text = trusted?.text ?? asked.text
    if (text === undefined || sent.operationName === '') return undefined
    const known = this.#parts.gateway.executor.known(text, sent.operationName ?? trusted?.operationName)
    return known && { sent, trusted, known }
  }

  #send({ request, response, requestId }: Way, type: string, body: string | Buffer): void {
    const { headers, isStopping } = this.#parts
    this.answered += 1
    response.writeHead(200, [
      ...headers.for(request.headers.origin),
      'x-request-id',
      requestId,
      'content-type',
      type,
      'content-length',
      String(Buffer.byteLength(body)),
      ...(isStopping() ? ['connection', 'close'] : []),
    ])
    response.end(body)
    // Most answers the system takes at once: then there is nothing of theirs in our memory.
    if (response.socket?.writableLength !== 0) cutIfUnread(response, this.#settings.unreadAnswerMs)
  }

  #give(way: Way): void {
    const { request, response } = way
    if (response.destroyed) return
    way.isGiven = true
    handOver(request, way)
    this.#ordinary(request, response)
  }
}

/** A request on its way, and its line in the log unless the ordinary path writes it. */
class Way implements HandedOver {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly began = performance.now()
  readonly requestId = requestIdOf(undefined)
  readonly trace: RequestTrace
  readonly record: RequestRecord
  viewer: Viewer | undefined
  admitted = false
  body: Buffer | undefined
  executed: HandedOver['executed']
  consistency: HandedOver['consistency']
  isGiven = false

  constructor(request: IncomingMessage, response: ServerResponse, { requestLog }: Pick<OwnPathParts, 'requestLog'>) {
    this.request = request
    this.response = response
    this.trace = traceOf(request.headers.traceparent, 'POST')
    this.record = { span: this.trace.span }
    response.once('close', () => {
      if (this.isGiven) return
      const { began, requestId, viewer, record } = this
      const { traceparent } = this.trace
      const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST
      requestLog.write({ began, requestId, method: 'POST', traceparent, viewer, status, record })
    })
  }
}

/** Clients send a handful of them; strangers could send more. */
const MOST_TYPES = 100
const jsonTypes: ReadonlySet<unknown> = new Set(['application/json', 'application/json; charset=utf-8'])

/** Nothing but a JSON body of a known and bounded length, to /graphql. */
function isPlainPost(request: IncomingMessage): boolean {
  const { method, url, headers } = request
  if (method !== 'POST' || url !== '/graphql' || !jsonTypes.has(headers['content-type'])) return false
  const length = Number(headers['content-length'])
  const isPlain = headers['content-encoding'] === undefined && headers.expect === undefined
  return isPlain && length > 0 && length <= LARGEST_BODY_BYTES && !isForged(request)
}

/**
 * As the subgraph said it, where its text is the answer. What is long otherwise is made bytes here: as a text it would be
 * copied twice more, behind the head and for the socket.
 */
function jsonOf(data: ExecutionResult['data'], extensions: object | undefined): string | Buffer {
  const asItCame = data && extensions === undefined ? textOf(data) : undefined
  if (asItCame !== undefined) return asItCame
  const text = `${JSON.stringify({ data, extensions })}\n`
  return text.length < LONG_TEXT ? text : Buffer.from(text)
}

/** Throws when it ends too early: then nobody is left to be answered. */
function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.once('error', reject)
  })
}
