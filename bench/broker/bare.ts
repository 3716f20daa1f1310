import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { Stack } from '@ebook/stack/stack'
import { perSecond } from '../figures.ts'

/** The broker without anything of ours: what it can do at all, with streams kept as ours are. */
export interface Bare {
  /** Acknowledged publications a second, with so many under way at once. */
  published(underWay: number, forMs: number): Promise<number>
  /** Messages a second that a consumer like ours gets and acknowledges, of all that were published since the last time. */
  consumed(): Promise<number>
  close(): Promise<void>
}

const STREAM = 'BENCH'
const DURABLE = 'bench'

export async function openBare(stack: Stack, replicas: number, payload: string): Promise<Bare> {
  const nats = await connectNats({ ...stack.nats('ops'), name: 'bench' })
  const manager = await nats.jetstreamManager()
  await manager.streams.add({ name: STREAM, subjects: ['bench.>'], num_replicas: replicas })
  const jetStream = nats.jetstream()
  let published = 0
  return {
    published: (underWay, forMs) =>
      perSecond(underWay, forMs, async (lane) => {
        await jetStream.publish(`bench.${lane}`, payload)
        published += 1
      }),
    async consumed() {
      const messages = published
      published = 0
      return messages / (await secondsToConsume(nats, messages))
    },
    close: () => nats.close(),
  }
}

/** A durable with explicit acknowledgements, and as many pulled ahead as ours does. */
async function secondsToConsume(nats: NatsConnection, messages: number): Promise<number> {
  const manager = await nats.jetstreamManager()
  // An object, because the client's enum is not to be had outside its adapter.
  const durable: object = { durable_name: DURABLE, ack_policy: 'explicit', max_ack_pending: 1_000 }
  await manager.consumers.add(STREAM, durable)
  const consumer = await nats.jetstream().consumers.get(STREAM, DURABLE)
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const began = performance.now()
  let left = messages
  const consumption = await consumer.consume({
    max_messages: 200,
    callback: (message) => {
      message.ack()
      left -= 1
      if (left === 0) resolve(undefined)
    },
  })
  await promise
  const seconds = (performance.now() - began) / 1_000
  await consumption.close()
  return seconds
}
