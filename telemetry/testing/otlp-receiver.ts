import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedSpan {
  readonly service: string
  readonly name: string
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer'
  readonly traceId: string
  readonly spanId: string
  /** Empty for the first of a trace. */
  readonly parentSpanId: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly isFailed: boolean
}

/** What a collector does with what it is sent: takes it, says that it is full, or never answers. */
export type Manner = 'takes' | 'is full' | 'says nothing'

export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string
  /** All that was taken, in the order of arrival. */
  readonly spans: readonly ReceivedSpan[]
  /** The headers of the last request, and how many there were. */
  readonly headers: Readonly<Record<string, unknown>>
  readonly requests: number
  manner: Manner
  stop(): Promise<void>
}

/** A collector for tests: keeps what it is sent as OTLP in JSON over HTTP. */
export async function otlpReceiver(port = 0): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const receiver = { spans, headers: {} as Record<string, unknown>, requests: 0, manner: 'takes' as Manner }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      receiver.headers = request.headers
      receiver.requests += 1
      if (receiver.manner === 'says nothing') return
      if (receiver.manner === 'is full') return void response.writeHead(429).end()
      spans.push(...spansOf(JSON.parse(Buffer.concat(chunks).toString()) as Sent))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

/** Those that a tree lacks: spans whose parent was never exported. */
export function orphansOf(spans: readonly ReceivedSpan[]): ReceivedSpan[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  return spans.filter(({ parentSpanId }) => parentSpanId !== '' && !known.has(parentSpanId))
}

/** As text, a line for each span, indented below its parent. */
export function drawn(spans: readonly ReceivedSpan[]): string {
  const below = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId)
  const draw = (parent: string, depth: number): string[] =>
    (below.get(parent) ?? []).flatMap(({ service, name, spanId }) => [
      `${'  '.repeat(depth)}${service}: ${name}`,
      ...draw(spanId, depth + 1),
    ])
  return draw('', 0).join('\n')
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly SentAttribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[]
  }[]
}

interface SentSpan {
  readonly name: string
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: readonly SentAttribute[]
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly status?: { readonly code?: number }
}

interface SentAttribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

/** By OTLP's numbers, of which 0 is none. */
const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const
const FAILED = 2

function spansOf({ resourceSpans }: Sent): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource.attributes)['service.name'])
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, kind, traceId, spanId, parentSpanId = '', attributes, links = [], status }) => ({
        service,
        name,
        kind: KINDS[kind] ?? 'internal',
        traceId,
        spanId,
        parentSpanId,
        attributes: attributesOf(attributes),
        links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
        isFailed: status?.code === FAILED,
      }))
  })
}

function attributesOf(sent: readonly SentAttribute[]): Record<string, unknown> {
  return Object.fromEntries(sent.map(({ key, value }) => [key, Object.values(value)[0]]))
}
