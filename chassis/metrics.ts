import { collectDefaultMetrics, Histogram, Registry, type Metric, type RegistryContentType } from 'prom-client'
import { isSampled, tracing } from '@ebook/telemetry/tracing'

export { Registry } from 'prom-client'

/** A stall of the event loop that is shorter may be missed. A process at rest wakes up for each look. */
const LAG_LOOK_MS = 5_000

/** A registry with the process' own metrics. Every line carries the service's name. */
export function createRegistry(service: string): Registry {
  const registry = new Registry()
  // The one format in which a bucket names a trace that fell into it.
  if (tracing !== undefined)
    (registry as Registry<RegistryContentType>).setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  registry.setDefaultLabels({ service })
  // By default it wakes the process up a hundred times a second, to measure how late it is.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_LOOK_MS })
  return registry
}

/** The metric of this name, made the first time: several users of one pattern share it and differ by a label. */
export function metric<M extends Metric>(registry: Registry, name: string, make: (name: string) => M): M {
  return (registry.getSingleMetric(name) as M | undefined) ?? make(name)
}

/** How long something takes, by its labels. */
export interface Durations<Label extends string> {
  /** `traceparent`: of what took so long. Where everything is traced, a bucket names the last that is recorded. */
  observe(labels: Readonly<Record<Label, string | number>>, seconds: number, traceparent?: string): void
}

interface DurationsSettings<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly Label[]
  readonly buckets: readonly number[]
}

export function durations<Label extends string>(
  registry: Registry,
  { labelNames, buckets, ...named }: DurationsSettings<Label>,
): Durations<Label> {
  const enableExemplars = tracing !== undefined
  const settings = { ...named, labelNames: [...labelNames], buckets: [...buckets], registers: [registry] }
  const histogram = metric(registry, named.name, () => new Histogram({ ...settings, enableExemplars }))
  if (!enableExemplars) return { observe: (labels, value) => histogram.observe(labels, value) }
  return {
    observe(labels, value, traceparent) {
      const [, trace_id = '', span_id = ''] = isSampled(traceparent) ? traceparent.split('-') : []
      const exemplarLabels = trace_id === '' ? {} : { trace_id, span_id }
      histogram.observe({ labels, value, exemplarLabels } as Parameters<Histogram['observe']>[0])
    },
  }
}

/** By OpenTelemetry's convention for `http.server.request.duration`, names and buckets. */
export const httpDurations = (registry: Registry) =>
  durations(registry, {
    name: 'http_server_request_duration_seconds',
    help: 'HTTP requests, until the answer has been sent',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code', 'url_scheme'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  })
