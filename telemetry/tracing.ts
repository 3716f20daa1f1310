import type { Attributes, Span } from '@opentelemetry/api'

export type { Span } from '@opentelemetry/api'

export interface NewSpan {
  readonly name: string
  /** `internal` if not said. */
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer'
  readonly attributes?: Attributes
  /** A span, or where a W3C traceparent says; the current span if not said, and nothing for the first of a trace. */
  readonly parent?: Span | string | null | undefined
  /** Traceparents of what it has to do with, and is no part of. */
  readonly links?: readonly string[]
}

/** What the roads of this project ask of tracing. What is current is so for everything that the work waits for. */
export interface Tracing {
  /** A span that whoever began it ends. */
  begin(span: NewSpan): Span
  /** A span that ends with the work, and fails with it. */
  within<Result>(span: NewSpan, work: (span: Span) => Promise<Result>): Promise<Result>
  /** The same, if something comes of the work that is traced itself: a look that finds nothing leaves no trace. */
  perhapsWithin<Result>(span: NewSpan, work: () => Promise<Result>): Promise<Result>
  /** Nothing is current for the work. */
  outside<Result>(work: () => Result): Result
  /** The current span, if it is recorded. */
  recorded(): Span | undefined
  /** The traceparent of what happens now because of `cause`: the current span's, unless it is of another trace. */
  traceparent(cause?: string): string | undefined
  traceparentOf(span: Span): string
  /** Of the current span, for a line of the log. */
  identifiers(): { traceId?: string; spanId?: string }
  /** Marks as failed. What the error says stays here: it may quote what somebody wrote. */
  fail(span: Span, error: unknown): void
}

/** Undefined while tracing is off: then nothing of OpenTelemetry is loaded, and asking this is all that it costs. */
export let tracing: Tracing | undefined

export function traceBy(on: Tracing | undefined): void {
  tracing = on
}

/** Whether somebody of ours has decided to record the trace. */
export function isSampled(traceparent: string | undefined): traceparent is string {
  return traceparent !== undefined && (Number.parseInt(traceparent.slice(-2), 16) & 1) === 1
}

/** Work that is taken up again, in the trace of what it was begun for. */
export function resumed<Result>(
  name: string,
  traceparent: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  return tracing !== undefined && isSampled(traceparent) ? tracing.within({ name, parent: traceparent }, work) : work()
}
