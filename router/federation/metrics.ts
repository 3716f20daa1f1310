import { Counter, Gauge, Histogram } from 'prom-client'
import { durations, httpDurations, type Registry } from '@ebook/chassis/metrics'

const seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * What an operator sees of the router. `operation` is the name of a trusted document or `other`: names are the
 * client's to choose, and each new one would be a new series for ever.
 */
export function routerMetrics(registry: Registry) {
  const registers = [registry]
  // Counted a hundred thousand times a second: plain numbers, which the metric takes over when it is asked for.
  const payloads = { websocket: 0, sse: 0, multipart: 0 }
  new Counter({
    name: 'ebook_router_payloads_total',
    help: 'Payloads of subscriptions that were given to connections',
    labelNames: ['transport'],
    registers,
    collect() {
      this.reset()
      for (const [transport, count] of Object.entries(payloads)) this.inc({ transport }, count)
    },
  })
  const told = {
    payloads,
    request: durations(registry, {
      name: 'ebook_router_request_seconds',
      help: 'Requests to /graphql, from the first byte to the last',
      labelNames: ['operation', 'status'],
      buckets: seconds,
    }),
    http: httpDurations(registry),
    supergraph: new Gauge({
      name: 'ebook_router_supergraph_info',
      help: 'Always 1; the label says which supergraph is served, as the log does: 12 digits of its SHA-256',
      labelNames: ['version'],
      registers,
    }),
    supergraphReloads: new Counter({
      name: 'ebook_router_supergraph_reloads_total',
      help: 'New supergraphs in the file, by what became of them: taken or refused',
      labelNames: ['outcome'],
      registers,
    }),
    subgraphFetch: new Histogram({
      name: 'ebook_router_subgraph_fetch_seconds',
      help: 'Fetches of query plans; outcome ANSWERED also when the answer holds errors',
      labelNames: ['subgraph', 'outcome'],
      buckets: seconds,
      registers,
    }),
    connections: new Gauge({
      name: 'ebook_router_connections',
      help: 'Open WebSockets and streamed responses',
      labelNames: ['transport'],
      registers,
    }),
    connectionsAllowed: new Gauge({
      name: 'ebook_router_connections_allowed',
      help: 'How many of them may be open: SOCKETS',
      registers,
    }),
    subscriptions: new Gauge({
      name: 'ebook_router_subscriptions',
      help: 'Subscriptions under way',
      labelNames: ['transport'],
      registers,
    }),
    closes: new Counter({
      name: 'ebook_router_socket_closes_total',
      help: 'WebSockets that were closed, by close code; 1006: cut off without one',
      labelNames: ['code'],
      registers,
    }),
  }
  for (const transport of Object.keys(payloads)) {
    told.connections.set({ transport }, 0)
    told.subscriptions.set({ transport }, 0)
  }
  // From the first moment: 1 after nothing is no increase, and there are alerts on these.
  for (const outcome of ['taken', 'refused']) told.supergraphReloads.inc({ outcome }, 0)
  told.closes.inc({ code: 1006 }, 0)
  return told
}

export type RouterMetrics = ReturnType<typeof routerMetrics>
