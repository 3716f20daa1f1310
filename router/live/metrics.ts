import { Counter, Gauge } from 'prom-client'
import type { Registry } from '@ebook/chassis/metrics'

/** What an operator sees of the subscription core; connections and what is sent are the transports' (router/federation/metrics.ts). */
export function liveMetrics(registry: Registry) {
  const registers = [registry]
  const told = {
    groups: new Gauge({
      name: 'ebook_router_live_groups',
      help: 'Groups of identical subscriptions, each with one upstream operation',
      registers,
    }),
    events: new Counter({
      name: 'ebook_router_live_events_total',
      help: 'Rows that came from the upstream operations of groups',
      registers,
    }),
    stale: new Counter({
      name: 'ebook_router_live_stale_events_total',
      help: 'Rows that were older than what had been sent, and were not sent',
      registers,
    }),
    splices: new Counter({
      name: 'ebook_router_live_splices_total',
      help: 'Upstream operations of groups that were taken up again behind the last place',
      labelNames: ['why'],
      registers,
    }),
    resyncs: new Counter({
      name: 'ebook_router_live_resyncs_total',
      help: 'Subscriptions that ended with RESYNC_REQUIRED',
      labelNames: ['reason'],
      registers,
    }),
  }
  // From the first moment: 1 after nothing is no increase, and there is an alert on it.
  for (const reason of ['SLOW_CLIENT', 'STREAM_REPLACED', 'CURSOR_TOO_OLD', 'VIEWS_DIFFER'])
    told.resyncs.inc({ reason }, 0)
  return told
}

export type LiveMetrics = ReturnType<typeof liveMetrics>
