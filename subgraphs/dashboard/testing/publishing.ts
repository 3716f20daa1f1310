import { producerOf, type AggregateType, type PublishedEvent } from '@ebook/nats/event'

/** Says events as the producers' relays do: dense positions per producer, dense versions per aggregate. */
export interface Publishing {
  readonly events: PublishedEvent[]
  newId(): string
  say(type: string, aggregate: AggregateType, aggregateId: string, correlationId: string, data: object): PublishedEvent
}

/** Repeatable. Ids do not sort as the events do: nothing may take them for an order. */
export function publishing(): Publishing {
  const events: PublishedEvent[] = []
  const counts = new Map<string, number>()
  const next = (key: string): number => {
    const value = (counts.get(key) ?? 0) + 1
    counts.set(key, value)
    return value
  }
  const newId = () => `00000000-0000-7000-8000-${scattered(next('id')).toString(16).padStart(12, '0')}`
  return {
    events,
    newId,
    say(type, aggregate, aggregateId, correlationId, data) {
      const producer = producerOf(type)
      const event: PublishedEvent = {
        specversion: '1.0',
        id: newId(),
        source: `/subgraphs/${producer}`,
        type,
        subject: aggregateId,
        time: timeOf(next('time')),
        datacontenttype: 'application/json',
        data: { ...data },
        aggregatetype: aggregate,
        aggregateversion: next(`${aggregate} ${aggregateId}`),
        correlationid: correlationId,
        causationid: events.at(-1)?.id ?? newId(),
        actor: 'SYSTEM',
        producer,
        pos: next(producer),
      }
      events.push(event)
      return event
    },
  }
}

export const timeOf = (seconds: number): string => new Date(Date.UTC(2026, 10, 21) + seconds * 1_000).toISOString()

/** Another number for each number below 2^32, all over the place (Knuth's multiplicative hash). */
const scattered = (n: number): number => (n * 2_654_435_761) % 2 ** 32
