import type { PublishedEvent } from '@ebook/nats/event'
import type { Delivered } from '@ebook/nats/ordered-consumer'
import type { Applied } from '../feed/apply.ts'
import type { Arrival } from '../feed/keep-events.ts'
import { takingIn } from '../feed/taking-in.ts'
import type { DashboardFile } from '../file/dashboard-file.ts'
import { placeOf } from '../file/place.ts'
import type { Hub } from '../subscriptions/hub.ts'

/** The stream of the tests: the instant of its creation. */
export const STREAM = '2026-11-21T00:00:00Z'

export const fromOutbox = (events: readonly PublishedEvent[]): Arrival[] => events.map((event) => ({ event }))

/** As the stream delivers them, the first at `first`. */
export const fromStream = (events: readonly PublishedEvent[], first = 1): Delivered[] =>
  events.map((event, index) => ({ event, sequence: first + index }))

/** A replica that is fed by hand: the stream's next messages, or what it fetches from an outbox. */
export function feeding({ file, hub }: { readonly file: DashboardFile; readonly hub: Hub }, stream = STREAM) {
  const takeIn = takingIn(file, (applied) => hub.hear(applied))
  const sequenceNow = async () => {
    const place = await placeOf(file.write)
    return place.stream === stream ? place.sequence : 0
  }
  return {
    /** The next messages of the stream, as one batch. */
    async stream(events: readonly PublishedEvent[]): Promise<Applied> {
      const read = await sequenceNow()
      return takeIn(fromStream(events, read + 1), { identity: stream, sequence: read + events.length })
    },
    /** Messages that are no events of ours. */
    noise: async (messages: number): Promise<Applied> =>
      takeIn([], { identity: stream, sequence: (await sequenceNow()) + messages }),
    outbox: (events: readonly PublishedEvent[]): Promise<Applied> => takeIn(fromOutbox(events)),
  }
}
