import type { GraphQLFormattedError } from 'graphql'
import type { Viewer } from '@ebook/chassis/identity'
import type { Logger } from '@ebook/chassis/log'
import { withIdentifiers } from '../errors/answered-errors.ts'
import { codesOf } from '../errors/told-errors.ts'
import type { RouterMetrics } from '../federation/metrics.ts'
import type { RequestTrace } from '../federation/request-trace.ts'
import type { TraceState } from '../federation/router-context.ts'
import type { PayloadSink, RunningSubscription } from '../live/payload-sink.ts'
import type { OnRenewal } from '../live/subscriptions.ts'

export type Transport = 'websocket' | 'sse' | 'multipart'

/** Who asks, and under which identifiers. */
export interface Asking extends RequestTrace {
  readonly transport: Transport
  readonly viewer: Viewer | undefined
  /** Of a connection that outlives its first token. */
  readonly onRenewal?: OnRenewal | undefined
  readonly ip: string
  readonly requestId: string
  readonly traceState?: TraceState | undefined
}

/** What a connection's protocol has to say of one operation. */
export interface ProtocolMessages {
  /** False when more is waiting to be read than is good; `resume` follows. */
  next(json: string, cursor: string): boolean
  error(errors: readonly GraphQLFormattedError[]): void
  complete(): void
}

interface Settings {
  readonly asking: Asking
  readonly operationName: string | undefined
  readonly messages: ProtocolMessages
  readonly metrics: RouterMetrics
  readonly log: Logger
  /** Called once, when it has ended. */
  readonly onEnd: () => void
}

/** One subscription on its way between the core and a connection: counted, and with a line in the log at its end. */
export class RecordedSubscription implements PayloadSink, RunningSubscription {
  readonly #settings: Settings
  readonly #began = performance.now()
  #subscription: RunningSubscription | undefined
  #payloads = 0
  #ended = false

  constructor(settings: Settings) {
    this.#settings = settings
    settings.metrics.subscriptions.inc({ transport: settings.asking.transport })
  }

  /** The core's end of it. It may have ended while it began. */
  set subscription(subscription: RunningSubscription) {
    if (this.#ended) subscription.stop()
    else this.#subscription = subscription
  }

  push(json: string, cursor: string): boolean {
    if (this.#ended) return true
    this.#payloads += 1
    this.#settings.metrics.payloads[this.#settings.asking.transport] += 1
    return this.#settings.messages.next(json, cursor)
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    if (!this.#end('error', codesOf(errors))) return
    const { asking, messages } = this.#settings
    messages.error(errors.map((error) => withIdentifiers(error, asking)))
  }

  complete(): void {
    if (this.#end('complete')) this.#settings.messages.complete()
  }

  resume(): void {
    this.#subscription?.resume()
  }

  stop(): void {
    const subscription = this.#subscription
    if (this.#end('stopped')) subscription?.stop()
  }

  #end(ended: 'stopped' | 'complete' | 'error', errorCodes?: readonly string[]): boolean {
    if (this.#ended) return false
    this.#ended = true
    this.#subscription = undefined
    const { asking, operationName = '(anonymous)', metrics, log, onEnd } = this.#settings
    const { transport, requestId, traceparent, viewer } = asking
    metrics.subscriptions.dec({ transport })
    const durationMs = Math.round(performance.now() - this.#began)
    const operation = operationName.slice(0, 100)
    const traceId = traceparent.split('-')[1]
    const { sub } = viewer ?? {}
    const payloads = this.#payloads
    log.info({ requestId, operation, transport, durationMs, payloads, sub, traceId, ended, errorCodes }, 'subscription')
    onEnd()
    return true
  }
}
