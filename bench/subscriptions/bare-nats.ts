import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { Stack } from '@ebook/stack/stack'

export interface BareNats {
  /** Milliseconds from a publication to its arrival at a subscriber. */
  core(): Promise<number>
  /** Milliseconds from a publication into a stream on disk to its arrival at a consumer like the dashboard's. */
  jetStream(): Promise<number>
  stop(): Promise<void>
}

/** As long as an event of ours. */
const PAYLOAD = new Uint8Array(700)
const STREAM = 'BENCH'

/** The stack's own nats-server without anything of ours: what a change could cost at the least. */
export async function openBareNats(stack: Stack): Promise<BareNats> {
  const settings = { ...stack.nats('ops'), name: 'bench' }
  const publisher = await connectNats(settings)
  const subscriber = await connectNats(settings)
  const core = arrivals()
  subscriber.subscribe('bench-core', { callback: () => core.arrived() })
  await subscriber.flush()
  const stream = arrivals()
  const consumption = await consume(subscriber, () => stream.arrived())
  const jetStream = publisher.jetstream()
  return {
    core: () => core.timed(() => publisher.publish('bench-core', PAYLOAD)),
    jetStream: () => stream.timed(() => jetStream.publish('bench.stream', PAYLOAD)),
    async stop() {
      await consumption.close()
      await Promise.all([publisher.close(), subscriber.close()])
    },
  }
}

async function consume(nats: NatsConnection, callback: () => void) {
  const manager = await nats.jetstreamManager()
  await manager.streams.add({ name: STREAM, subjects: ['bench.>'] })
  const consumer = await nats.jetstream().consumers.get(STREAM)
  return consumer.consume({ callback })
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
