import { connectNats } from '@ebook/nats/connection'
import type { Stack } from '@ebook/stack/stack'

export interface BareNats {
  /** Milliseconds from a publication to its arrival at a subscriber. */
  core(): Promise<number>
  /** Milliseconds from a publication into a stream on disk to its arrival at a consumer. */
  jetStream(): Promise<number>
  /** When the event that a member applied for the rental came from the product's stream, in milliseconds of the epoch. */
  rentedSeen(rentalId: string): number | undefined
  stop(): Promise<void>
}

/** As long as an event of ours. */
const PAYLOAD = new Uint8Array(700)
const STREAM = 'BENCH'

/** The stack's own nats-server without anything of ours: what a change could cost at the least. */
export async function openBareNats(stack: Stack): Promise<BareNats> {
  const settings = { ...stack.nats('ops'), name: 'bench' }
  const [publisher, subscriber] = [await connectNats(settings), await connectNats(settings)]
  const [core, stream, seen] = [arrivals(), arrivals(), new Map<string, number>()]
  subscriber.subscribe('bench-core', { callback: core.arrived })
  await (await subscriber.jetstreamManager()).streams.add({ name: STREAM, subjects: ['bench.>'] })
  const { consumers } = subscriber.jetstream()
  const ours = await consumers.get('EBOOK', { filterSubjects: 'ebook.rent.>' })
  const consumptions = [
    await (await consumers.get(STREAM)).consume({ callback: stream.arrived }),
    await ours.consume({
      callback(message) {
        const { type, subject } = message.json<{ type: string; subject: string }>()
        if (type === 'ebook.rent.Rented.v1') seen.set(subject, performance.timeOrigin + performance.now())
      },
    }),
  ]
  const jetStream = publisher.jetstream()
  return {
    core: () => core.timed(() => publisher.publish('bench-core', PAYLOAD)),
    jetStream: () => stream.timed(() => jetStream.publish('bench.stream', PAYLOAD)),
    rentedSeen: (rentalId) => seen.get(rentalId),
    async stop() {
      for (const consumption of consumptions) await consumption.close()
      await Promise.all([publisher.close(), subscriber.close()])
    },
  }
}

/** Messages of one connection arrive in the order of their publication. */
function arrivals() {
  const waiting: ((at: number) => void)[] = []
  return {
    arrived: () => waiting.shift()?.(performance.now()),
    async timed(publish: () => unknown): Promise<number> {
      const { promise, resolve } = Promise.withResolvers<number>()
      waiting.push(resolve)
      const began = performance.now()
      const published = publish()
      const arrived = await promise
      await published
      return arrived - began
    },
  }
}
