import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Consistency, decodeConsistency } from './consistency.ts'
import type { Viewer } from './identity.ts'
import type { Logger } from './log.ts'
import { newId } from './new-id.ts'
import { randomHex } from './random-hex.ts'

/** What a resolver knows about its request: the GraphQL context. */
export interface RequestContext<Loaders = unknown> {
  /** Who asks; undefined for a request without a token. */
  readonly viewer?: Viewer | undefined
  readonly requestId: string
  /** W3C trace context, as it came in. */
  readonly traceparent?: string | undefined
  /** What a read has to have seen, and what a mutation says its answer rests on. */
  readonly consistency: Consistency
  /** Aborted when the caller is gone, and nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Bound to the request's id. */
  readonly log: Logger
  /** Made anew for every request, so that one request never sees what was loaded for another. */
  readonly loaders: Loaders
}

const wellFormedId = /^[A-Za-z0-9._:-]{8,128}$/

/** The caller's request id if it is fit for logs and events, otherwise a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && wellFormedId.test(header) ? header : newId()
}

/** Of the headers `x-consistency` and `x-consistency-wait`. Throws INVALID_CONSISTENCY for anything but what the router sends. */
export function consistencyOf(headers: IncomingHttpHeaders): Consistency {
  const wanted = headers['x-consistency']
  if (wanted === undefined) return new Consistency()
  return new Consistency(decodeConsistency(String(wanted)), { mayWait: headers['x-consistency-wait'] !== 'never' })
}

/** The caller closed its connection before it had an answer. */
class CallerGone extends Error {
  override readonly name = 'CallerGone'
}

export function answerSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => response.writableFinished || gone.abort(new CallerGone()))
  return gone.signal
}

const w3cTraceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** The header if it is a W3C traceparent of level 1; anything else is dropped, as the specification asks. */
export function traceparentOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && w3cTraceparent.test(header) ? header : undefined
}

/** A new trace, not sampled: for a request that came without one. */
export function newTraceparent(): string {
  return `00-${randomHex(32)}-${randomHex(16)}-00`
}
