import { Counter, Gauge } from 'prom-client'
import { metric, type Registry } from '@ebook/chassis/metrics'
import { OBSTACLES } from '../file/place.ts'

/** What an operator sees of the live subscriptions of one replica. */
export function liveMetrics(registry: Registry) {
  const registers = [registry]
  const told = {
    open: metric(
      registry,
      'ebook_dashboard_subscriptions',
      (name) => new Gauge({ name, help: 'Subscriptions that are open', registers }),
    ),
    delivered: metric(
      registry,
      'ebook_dashboard_changes_delivered_total',
      (name) => new Counter({ name, help: 'Rows that were given to subscriptions', registers }),
    ),
    reread: metric(
      registry,
      'ebook_dashboard_reread_total',
      (name) => new Counter({ name, help: 'Times that a subscription read on in the file, being too slow', registers }),
    ),
    resyncs: metric(
      registry,
      'ebook_dashboard_resyncs_total',
      (name) =>
        new Counter({
          name,
          help: 'Subscriptions that were told to begin anew: RESYNC_REQUIRED, or VIEW_BEHIND',
          labelNames: ['reason'],
          registers,
        }),
    ),
  }
  // From the first moment: 1 after nothing is no increase, and there is an alert on it.
  for (const reason of [...OBSTACLES, 'VIEW_BEHIND']) told.resyncs.inc({ reason }, 0)
  return told
}

export type LiveMetrics = ReturnType<typeof liveMetrics>
