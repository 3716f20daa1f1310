import type { ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import type { Consistency } from '@ebook/chassis/consistency'
import type { Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import { randomHex } from '@ebook/chassis/random-hex'
import { newTraceparent, traceparentOf } from '@ebook/chassis/request'
import { tracing, type Span } from '@ebook/telemetry/tracing'
import type { TrustedDocument } from '../documents/trusted-documents.ts'

/** What is learnt about a request on its way, for its line in the log. */
export interface RequestRecord {
  operationName?: string | undefined
  /** The codes of the errors that were answered. */
  errorCodes?: readonly string[] | undefined
  isSubscription?: boolean | undefined
  /** Undefined when nothing is traced. */
  readonly span?: Span | undefined
}

/** The GraphQL context in the router: what every fetch of the request is sent with. */
export type RouterContext = {
  readonly viewer: Viewer | undefined
  /** Counts what an operation costs against who asks. Throws RATE_LIMITED. Nobody pays for a hydration. */
  readonly charge?: ((points: number) => void) | undefined
  readonly requestId: string
  /** W3C trace context: the caller's trace with a span of ours, or a new trace. */
  readonly traceparent: string
  readonly traceState?: TraceState | undefined
  /** Its signal is aborted when nobody waits for the answer any more. */
  readonly wanted: Pick<Wanted, 'signal'>
  /** The document of the manifest that is run instead of what was sent. */
  readonly trusted: TrustedDocument | undefined
  readonly log: Logger
  readonly record: RequestRecord
  /** What the client wants to have been seen, and what the subgraphs say: set when the operation is known to be one. */
  consistency?: Consistency | undefined
  /** What an operation came to that was executed before Apollo Server saw it, and has errors to be told. */
  readonly executed?: ExecutionResult | undefined
}

/** The request has taken as long as it may. */
export class RequestDeadlinePassed extends Error {
  override readonly name = 'RequestDeadlinePassed'
}

/** The client closed its connection before it had an answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/**
 * For how long an answer is worth working for. The signal is made when it is first asked for: what asks no subgraph needs
 * none.
 */
export class Wanted {
  readonly #until: number
  #controller: AbortController | undefined
  #timer: NodeJS.Timeout | undefined
  #gone: ClientGone | undefined

  constructor(deadlineMs: number) {
    this.#until = performance.now() + deadlineMs
  }

  /** Aborted with RequestDeadlinePassed or ClientGone. */
  get signal(): AbortSignal {
    return (this.#controller ??= this.#made()).signal
  }

  /** It has been answered. */
  end(): void {
    clearTimeout(this.#timer)
  }

  /** The client does not want it any more. */
  abandon(): void {
    this.end()
    this.#gone = new ClientGone()
    this.#controller?.abort(this.#gone)
  }

  #made(): AbortController {
    const controller = new AbortController()
    if (this.#gone !== undefined) controller.abort(this.#gone)
    else this.#timer = setTimeout(() => controller.abort(new RequestDeadlinePassed()), this.#until - performance.now())
    return controller
  }
}

/** Until the response ends. */
export function wantedUntilEnd(response: ServerResponse, deadlineMs: number): Wanted {
  const wanted = new Wanted(deadlineMs)
  response.once('close', () => (response.writableFinished ? wanted.end() : wanted.abandon()))
  return wanted
}

/** What goes with a W3C trace context: https://www.w3.org/TR/trace-context/#tracestate-header, https://www.w3.org/TR/baggage/ */
export interface TraceState {
  readonly tracestate?: string
  readonly baggage?: string
}

const LONGEST_TRACE_STATE = { tracestate: 512, baggage: 4_096 } as const

/** What the caller's `tracestate` and `baggage` are passed on as: unchanged, or not at all when too long or no header value. */
export function traceStateOf(given: Readonly<Record<string, unknown>> | null | undefined): TraceState {
  const state: { tracestate?: string; baggage?: string } = {}
  for (const name of ['tracestate', 'baggage'] as const) {
    const value = given?.[name]
    if (typeof value !== 'string' || value === '' || value.length > LONGEST_TRACE_STATE[name]) continue
    if (/^[\x20-\x7e]+$/.test(value)) state[name] = value
  }
  // It says where in that trace the caller is, so it means nothing without one.
  const isOfTheirs = tracing === undefined && traceparentOf(given?.['traceparent'] as string | undefined) !== undefined
  if (!isOfTheirs) delete state.tracestate
  return state
}

/** The caller's trace with a span of ours in it, so that what the subgraphs do hangs below the router; or a new trace. */
export function traceparentFor(header: string | string[] | undefined): string {
  const given = traceparentOf(header)
  if (given === undefined) return newTraceparent()
  const [version, trace, , flags] = given.split('-')
  return `${version}-${trace}-${randomHex(16)}-${flags}`
}
