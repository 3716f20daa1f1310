import { Counter, Gauge, type Registry } from 'prom-client'

/** What an operator sees of the road, per process. */
export function messagingMetrics(registry: Registry) {
  const registers = [registry]
  return {
    published: new Counter({
      name: 'ebook_outbox_published_total',
      help: 'Events acknowledged by the broker',
      registers,
    }),
    handled: new Counter({ name: 'ebook_inbox_handled_total', help: 'Events handled, parked or buried', registers }),
    repaired: new Counter({
      name: 'ebook_inbox_repaired_total',
      help: 'Events pulled from an outbox because the stream lacked them',
      labelNames: ['producer'],
      registers,
    }),
    refused: new Counter({
      name: 'ebook_inbox_refused_messages_total',
      help: 'Messages of the stream that are no events, or not of whom they say: passed over',
      labelNames: ['reason'],
      registers,
    }),
    waiting: new Gauge({
      name: 'ebook_outbox_waiting',
      help: 'Outbox rows that the broker has not acknowledged',
      registers,
    }),
    oldest: new Gauge({ name: 'ebook_outbox_oldest_waiting_seconds', help: 'Age of the oldest such row', registers }),
    parked: new Gauge({
      name: 'ebook_inbox_parked',
      help: 'Messages that wait for an earlier one of their aggregate',
      registers,
    }),
    dead: new Gauge({ name: 'ebook_dead_letters', help: 'Dead letters not replayed', registers }),
    leading: new Gauge({ name: 'ebook_relay_leading', help: '1 while this process is the active relay', registers }),
  }
}

export type MessagingMetrics = ReturnType<typeof messagingMetrics>
