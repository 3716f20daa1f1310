import { collectDefaultMetrics, Registry, type Metric } from 'prom-client'

export { Registry } from 'prom-client'

/** A stall of the event loop that is shorter may be missed. */
const LAG_LOOK_MS = 1_000

/** A registry with the process' own metrics. Every line carries the service's name. */
export function createRegistry(service: string): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  // By default it wakes the process up a hundred times a second, to measure how late it is.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_LOOK_MS })
  return registry
}

/** The metric of this name, made the first time: several users of one pattern share it and differ by a label. */
export function metric<M extends Metric>(registry: Registry, name: string, make: (name: string) => M): M {
  return (registry.getSingleMetric(name) as M | undefined) ?? make(name)
}
