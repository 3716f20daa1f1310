import { traceparentOf } from '@ebook/chassis/request'
import { tracing, type Span } from '@ebook/telemetry/tracing'
import { traceparentFor, type RequestRecord } from './router-context.ts'

/** Where a request is in a trace. */
export interface RequestTrace {
  readonly traceparent: string
  /** Undefined when nothing is traced. Ended with the request. */
  readonly span?: Span | undefined
}

/**
 * A request begins a trace of its own. What a client says of its trace is linked to and not followed: whoever could choose
 * the trace would choose what we record, and put everything they ask into one. Untraced, it is passed on as before. `method`: of HTTP; on a socket there is none.
 */
export function traceOf(given: string | string[] | undefined, method?: string): RequestTrace {
  if (tracing === undefined) return { traceparent: traceparentFor(given) }
  const theirs = traceparentOf(given)
  const span = tracing.begin({
    name: `${method ?? 'subscribe'} /graphql`,
    kind: 'server',
    parent: null,
    links: theirs === undefined ? [] : [theirs],
    attributes: {
      ...(method !== undefined && { 'http.request.method': method }),
      'http.route': '/graphql',
      'url.path': '/graphql',
      'url.scheme': method === undefined ? 'ws' : 'http',
    },
  })
  return { traceparent: tracing.traceparentOf(span), span }
}

/** `status`: what it would be over HTTP. */
export function endTrace(span: Span | undefined, status: number, record: RequestRecord): void {
  if (!span?.isRecording()) return
  const { operationName, errorCodes } = record
  span.setAttributes({
    'http.response.status_code': status,
    ...(operationName !== undefined && { 'graphql.operation.name': operationName.slice(0, LONGEST_NAME) }),
    ...(errorCodes !== undefined && { 'ebook.error.codes': [...errorCodes] }),
  })
  if (status >= 500) span.setAttribute('error.type', String(status))
  span.end()
}

/** Names are the client's to choose. */
const LONGEST_NAME = 100
