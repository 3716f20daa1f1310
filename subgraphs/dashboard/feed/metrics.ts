import { Counter, Gauge } from 'prom-client'
import type { Registry } from '@ebook/chassis/metrics'
import { REFUSALS } from '@ebook/nats/received'
import { WRITING_SUBGRAPHS } from '../../subgraphs.ts'

/**
 * What an operator sees of one replica. Events per second are `sum(rate(ebook_dashboard_events_total[1m]))`. What is alerted on
 * is there from the first moment: 1 after nothing is no increase.
 */
export function feedMetrics(registry: Registry) {
  const registers = [registry]
  const told = {
    events: new Counter({
      name: 'ebook_dashboard_events_total',
      help: 'Events taken into the file',
      labelNames: ['type'],
      registers,
    }),
    repeated: new Counter({
      name: 'ebook_dashboard_repeated_events_total',
      help: 'Events that the file had already',
      registers,
    }),
    mended: new Counter({
      name: 'ebook_dashboard_mended_events_total',
      help: 'Events pulled from an outbox because the stream lacked them',
      labelNames: ['producer'],
      registers,
    }),
    refused: new Counter({
      name: 'ebook_dashboard_refused_messages_total',
      help: 'Messages that are no events, carry what is not expected, or have a position that another event holds',
      labelNames: ['reason'],
      registers,
    }),
    sequence: new Gauge({ name: 'ebook_dashboard_sequence', help: 'Last applied sequence of the stream', registers }),
    pending: new Gauge({ name: 'ebook_dashboard_pending', help: 'Messages of the stream not applied yet', registers }),
    lag: new Gauge({
      name: 'ebook_dashboard_lag_seconds',
      help: "Between the last applied event's time and its application",
      registers,
    }),
    behind: new Gauge({
      name: 'ebook_dashboard_behind',
      help: 'Positions that the producer announced and the file does not reach without a hole',
      labelNames: ['producer'],
      registers,
    }),
  }
  for (const producer of WRITING_SUBGRAPHS) told.mended.inc({ producer }, 0)
  for (const reason of [...REFUSALS, 'unexpected', 'position']) told.refused.inc({ reason }, 0)
  return told
}
