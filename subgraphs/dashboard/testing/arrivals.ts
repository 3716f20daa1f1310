import type { PublishedEvent } from '@ebook/nats/event'
import type { Delivered } from '@ebook/nats/ordered-consumer'
import { applyEvents, type Applied } from '../feed/apply.ts'
import type { DashboardFile } from '../file/dashboard-file.ts'
import type { Hub } from '../subscriptions/hub.ts'
import type { Arrival } from '../feed/keep-events.ts'
import { placeOf } from '../file/place.ts'

/** The stream of the tests: the instant of its creation. */
export const STREAM = '2026-11-21T00:00:00Z'

export const fromOutbox = (events: readonly PublishedEvent[]): Arrival[] => events.map((event) => ({ event }))

/** As the stream delivers them, the first at `first`. */
export const fromStream = (events: readonly PublishedEvent[], first = 1): Delivered[] =>
  events.map((event, index) => ({ event, sequence: first + index }))

/** A replica that is fed by hand: the stream's next messages, or what it fetches from an outbox. */
export function feeding({ file, hub }: { readonly file: DashboardFile; readonly hub: Hub }, stream = STREAM) {
  return {
    /** The next messages of the stream, as one batch. */
    async stream(events: readonly PublishedEvent[]): Promise<Applied> {
      return hub.commit(async (wants) => {
        const place = await placeOf(file.write)
        const read = place.stream === stream ? place.sequence : 0
        const position = { identity: stream, sequence: read + events.length }
        return applyEvents(file, fromStream(events, read + 1), position, { wants })
      })
    },
    /** Messages that are no events of ours. */
    async noise(messages: number): Promise<Applied> {
      return hub.commit(async (wants) => {
        const { sequence } = await placeOf(file.write)
        return applyEvents(file, [], { identity: stream, sequence: sequence + messages }, { wants })
      })
    },
    outbox: (events: readonly PublishedEvent[]): Promise<Applied> =>
      hub.commit((wants) => applyEvents(file, fromOutbox(events), undefined, { wants })),
  }
}
