import type { FastifyInstance } from 'fastify'
import type { Logger } from '@ebook/chassis/log'
import type { RouterMetrics } from './metrics.ts'
import { traceparentFor, type RequestRecord } from './request.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

declare module 'fastify' {
  interface FastifyRequest {
    traceparent: string
    /** Undefined outside of /graphql. */
    record: RequestRecord | undefined
  }
}

/** What nginx writes for a client that did not wait; there is no status for it. */
const CLIENT_CLOSED_REQUEST = 499
/** Names are the client's to choose, up to the size of a body. */
const LONGEST_NAME = 100

interface Parts {
  readonly log: Logger
  readonly metrics: RouterMetrics
  readonly trustedDocuments: TrustedDocuments
}

/**
 * Gives every request its identifiers, and writes one line and one observation when it has ended, however it ended.
 * The line never holds a token, a variable or a message that could quote one.
 */
export function recordRequests(scope: FastifyInstance, { log, metrics, trustedDocuments }: Parts): void {
  scope.decorateRequest('traceparent', '')
  scope.decorateRequest('record')
  scope.addHook('onRequest', async (request, reply) => {
    const began = performance.now()
    const record: RequestRecord = {}
    request.record = record
    request.traceparent = traceparentFor(request.headers.traceparent)
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' })
    reply.raw.once('close', () => {
      const durationMs = performance.now() - began
      const status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_CLOSED_REQUEST
      const { operationName = '(none)', errorCodes } = record
      const operation = trustedDocuments.names.has(operationName) ? operationName : 'other'
      metrics.request.observe({ operation, status }, durationMs / 1_000)
      log.info(
        {
          requestId: request.id,
          operation: operationName.slice(0, LONGEST_NAME),
          status,
          durationMs: Math.round(durationMs * 10) / 10,
          sub: request.viewer?.sub,
          traceId: request.traceparent.split('-')[1],
          errorCodes,
        },
        'request',
      )
    })
  })
}
