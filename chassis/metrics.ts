import { collectDefaultMetrics, Registry, type Metric } from 'prom-client'

export { Registry } from 'prom-client'

/** A registry with the process' own metrics. Every line carries the service's name. */
export function createRegistry(service: string): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return registry
}

/** The metric of this name, made the first time: several users of one pattern share it and differ by a label. */
export function metric<M extends Metric>(registry: Registry, name: string, make: (name: string) => M): M {
  return (registry.getSingleMetric(name) as M | undefined) ?? make(name)
}
