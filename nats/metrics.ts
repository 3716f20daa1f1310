import { Counter, Gauge, type Registry } from 'prom-client'
import { REFUSALS } from './received.ts'
import type { Backlog } from './sql/measure.ts'

/** What is asked for when the metrics are read. */
export interface Measured {
  /** Undefined when the database does not say. */
  backlog(): Promise<Backlog | undefined>
  leads(): boolean
  /** Whose events are heard here. */
  readonly producers: readonly string[]
}

/** What an operator sees of the road, per process. What is alerted on is there from the first moment: 1 after nothing is no increase. */
export function messagingMetrics(registry: Registry, { backlog, leads, producers }: Measured) {
  const registers = [registry]
  let measuring: Promise<Backlog | undefined> | undefined
  /** The gauges of one reading share a measurement. */
  const gauge = (figure: keyof Backlog, name: string, help: string) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        measuring ??= backlog().finally(() => (measuring = undefined))
        const measured = await measuring
        if (measured) this.set(measured[figure])
      },
    })
  gauge('waiting', 'ebook_outbox_waiting', 'Outbox rows that the broker has not acknowledged')
  gauge('oldest', 'ebook_outbox_oldest_waiting_seconds', 'Age of the oldest such row')
  gauge('parked', 'ebook_inbox_parked', 'Messages that wait for an earlier one of their aggregate')
  gauge('dead', 'ebook_dead_letters', 'Dead letters not replayed')
  new Gauge({
    name: 'ebook_relay_leading',
    help: '1 while this process is the active relay',
    registers,
    collect() {
      this.set(leads() ? 1 : 0)
    },
  })
  const told = {
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
  }
  for (const producer of producers) told.repaired.inc({ producer }, 0)
  for (const reason of REFUSALS) told.refused.inc({ reason }, 0)
  return told
}
