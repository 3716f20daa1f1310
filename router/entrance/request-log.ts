import type { FastifyInstance } from 'fastify'
import type { Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import type { TrustedDocuments } from '../documents/trusted-documents.ts'
import type { RouterMetrics } from '../federation/metrics.ts'
import { endTrace, traceOf } from '../federation/request-trace.ts'
import { traceStateOf, type RequestRecord, type TraceState } from '../federation/router-context.ts'
import { handedOver } from './handed-over.ts'

declare module 'fastify' {
  interface FastifyRequest {
    traceparent: string
    traceState: TraceState | undefined
    /** Undefined outside of /graphql. */
    record: RequestRecord | undefined
  }
}

/** What nginx writes for a client that did not wait; there is no status for it. */
export const CLIENT_CLOSED_REQUEST = 499
/** Names are the client's to choose, up to the size of a body. */
const LONGEST_NAME = 100

interface Parts {
  readonly log: Logger
  readonly metrics: RouterMetrics
  readonly trustedDocuments: TrustedDocuments
}

/** A request that has ended. */
interface Ended {
  /** Of `performance.now()`. */
  readonly began: number
  readonly requestId: string
  readonly traceparent: string
  readonly viewer: Viewer | undefined
  readonly status: number
  readonly record: RequestRecord
  /** Of HTTP. */
  readonly method?: string | undefined
  /** When it is not plain HTTP. */
  readonly transport?: 'websocket' | undefined
}

/** One line and one observation for each request. The line never holds a token, a variable or a message that could quote one. */
export class RequestLog {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  write({ began, requestId, traceparent, viewer, status, record, method, transport }: Ended): void {
    const { log, metrics, trustedDocuments } = this.#parts
    const durationMs = performance.now() - began
    const { operationName = '(none)', errorCodes } = record
    const operation = trustedDocuments.names.has(operationName) ? operationName : 'other'
    metrics.request.observe({ operation, status }, durationMs / 1_000, traceparent)
    if (method !== undefined) metrics.http.observe(httpLabels(method, status), durationMs / 1_000, traceparent)
    endTrace(record.span, status, record)
    log.info(
      {
        requestId,
        operation: operationName.slice(0, LONGEST_NAME),
        transport,
        status,
        durationMs: Math.round(durationMs * 10) / 10,
        sub: viewer?.sub,
        traceId: traceparent.split('-')[1],
        errorCodes,
      },
      'request',
    )
  }
}

const httpLabels = (method: string, status: number) => ({
  http_request_method: method,
  http_route: '/graphql',
  http_response_status_code: status,
  url_scheme: 'http',
})

/** Gives every request its identifiers, and writes it down when it has ended, however it ended. */
export function recordRequests(scope: FastifyInstance, requestLog: RequestLog): void {
  scope.decorateRequest('traceparent', '')
  scope.decorateRequest('traceState')
  scope.decorateRequest('record')
  scope.addHook('onRequest', async (request, reply) => {
    const before = handedOver(request.raw)
    const began = before?.began ?? performance.now()
    const { traceparent, span } = before?.trace ?? traceOf(request.headers.traceparent, request.method)
    const record: RequestRecord = { span }
    request.record = record
    request.traceparent = traceparent
    request.traceState = traceStateOf(request.headers)
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' })
    reply.raw.once('close', () => {
      // A subscription is no request: it is counted, and has a line of its own (transports/recorded-subscription.ts).
      if (record.isSubscription) return endTrace(span, reply.raw.statusCode, record)
      const status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_CLOSED_REQUEST
      const { id: requestId, method, traceparent, viewer } = request
      requestLog.write({ began, requestId, method, traceparent, viewer, status, record })
    })
  })
}
