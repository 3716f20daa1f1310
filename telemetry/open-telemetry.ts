import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { TracingSettings } from './settings.ts'
import { ToldExporter } from './told-exporter.ts'
import type { NewSpan, Tracing } from './tracing.ts'

/** What waits for the collector: 4 MB at the most, of spans of 2 kB. What comes when it is full is dropped. */
const MOST_WAITING = 2_048
const BATCH = 512
const EVERY_MS = 2_000
/** The longest that a collector may take, second tries included. */
const ANSWER_MS = 5_000
/** A process that stops waits for it no longer than that. */
const LAST_WORDS_MS = 2_000
const LONGEST_TEXT = 4_096

/** Traces by OTLP over HTTP. A collector that is away, slow or full loses spans, and holds up nobody. */
export function openTelemetry(settings: TracingSettings): OpenTelemetry {
  const { endpoint, headers, log } = settings
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: ANSWER_MS })
  const processor = new BatchSpanProcessor({
    exporter: new ToldExporter(exporter, log),
    maxQueueSize: MOST_WAITING,
    maxExportBatchSize: BATCH,
    scheduledDelayMillis: EVERY_MS,
    exportTimeoutMillis: ANSWER_MS,
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.service,
      'service.namespace': 'ebook',
      'service.instance.id': randomUUID(),
    }),
    sampler: new ParentBasedSampler({ root: rootSampler(settings) }),
    spanLimits: { attributeValueLengthLimit: LONGEST_TEXT },
    spanProcessors: [processor],
  })
  return new OpenTelemetry(provider)
}

function rootSampler({ sampler, ratio }: TracingSettings) {
  if (sampler === 'parentbased_traceidratio') return new TraceIdRatioBasedSampler(ratio)
  return sampler === 'parentbased_always_on' ? new AlwaysOnSampler() : new AlwaysOffSampler()
}

interface Current {
  span?: Span | undefined
  /** Of one that begins when something is traced in it. */
  readonly begin?: () => Span
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
}

export class OpenTelemetry implements Tracing {
  readonly #provider: TracerProvider
  readonly #tracer: Tracer
  readonly #current = new AsyncLocalStorage<Current>()

  constructor(provider: TracerProvider) {
    this.#provider = provider
    this.#tracer = provider.getTracer('ebook')
  }

  begin({ name, kind, attributes, parent, links = [] }: NewSpan, startTime?: number): Span {
    const linked = links.map(spanContextOf).filter((context) => context !== undefined)
    const options = {
      ...(kind && { kind: KINDS[kind] }),
      ...(attributes && { attributes }),
      ...(startTime !== undefined && { startTime }),
      links: linked.map((context) => ({ context })),
    }
    return this.#tracer.startSpan(name, options, this.#contextOf(parent))
  }

  async within<Result>(span: NewSpan, work: (span: Span) => Promise<Result>): Promise<Result> {
    const begun = this.begin(span)
    try {
      return await this.#current.run({ span: begun }, work, begun)
    } catch (error) {
      this.fail(begun, error)
      throw error
    } finally {
      begun.end()
    }
  }

  async perhapsWithin<Result>(span: NewSpan, work: () => Promise<Result>): Promise<Result> {
    const startTime = Date.now()
    const current: Current = { begin: () => this.begin({ ...span, parent: null }, startTime) }
    try {
      return await this.#current.run(current, work)
    } catch (error) {
      if (current.span) this.fail(current.span, error)
      throw error
    } finally {
      current.span?.end()
    }
  }

  outside<Result>(work: () => Result): Result {
    return this.#current.run({}, work)
  }

  recorded(): Span | undefined {
    const span = this.#current.getStore()?.span
    return span?.isRecording() ? span : undefined
  }

  traceparent(cause?: string): string | undefined {
    const current = this.#current.getStore()
    if (current === undefined) return cause
    if (current.span === undefined && cause !== undefined) return cause
    const span = this.#begun(current)
    if (span === undefined) return cause
    const now = this.traceparentOf(span)
    return cause === undefined || traceOf(cause) === traceOf(now) ? now : cause
  }

  traceparentOf(span: Span): string {
    const { traceId, spanId, traceFlags } = span.spanContext()
    return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`
  }

  identifiers(): { traceId?: string; spanId?: string } {
    const span = this.#current.getStore()?.span
    if (span === undefined) return {}
    const { traceId, spanId } = span.spanContext()
    return { traceId, spanId }
  }

  fail(span: Span, error: unknown): void {
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute('error.type', error instanceof Error ? error.name : 'thrown')
  }

  /** What is waiting is sent, as far as the collector takes it in time. */
  async stop(): Promise<void> {
    const giveUp = new AbortController()
    const late = delay(LAST_WORDS_MS, undefined, { signal: giveUp.signal }).catch(() => undefined)
    await Promise.race([this.#provider.shutdown().catch(() => undefined), late])
    giveUp.abort()
  }

  #contextOf(parent: NewSpan['parent']): Context {
    if (parent === null) return ROOT_CONTEXT
    if (typeof parent === 'string') {
      const remote = spanContextOf(parent)
      return remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remote)
    }
    const current = this.#current.getStore()
    const span = parent ?? (current && this.#begun(current))
    return span === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, span)
  }

  #begun(current: Current): Span | undefined {
    return (current.span ??= current.begin?.())
  }
}

const traceOf = (traceparent: string): string => traceparent.slice(3, 35)

function spanContextOf(traceparent: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
}
