import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'

/** As whoever may do everything. */
async function asOperator<T>(system: SystemUnderTest, act: (nats: NatsConnection) => Promise<T>): Promise<T> {
  const nats = await connectNats({ ...system.stack.nats('ops'), name: 'drill' })
  try {
    return await act(nats)
  } finally {
    await nats.close()
  }
}

const messagesLost: Fault = {
  name: 'messages-lost',
  what: 'the broker loses every message that it has acknowledged, and its stream goes on as if nothing had been',
  lasts: [0, 0],
  targets: () => ['stream'],
  async inject(system) {
    await asOperator(system, async (nats) => (await nats.jetstreamManager()).streams.purge(STREAM))
    return async () => undefined
  },
}

/** Longer than anything lasts here: the end comes with the healing. */
const LATER_MS = 3_600_000

const consumerHeld: Fault = {
  name: 'consumer-held',
  what: 'the broker delivers nothing to one of its consumers: what others have done long ago comes late there',
  lasts: [3_000, 8_000],
  targets: () => [...WRITING_SUBGRAPHS],
  async inject(system, target) {
    const until = (at: Date) =>
      asOperator(system, async (nats) => (await nats.jetstreamManager()).consumers.pause(STREAM, target, at))
    await until(new Date(Date.now() + LATER_MS))
    return async () => void (await until(new Date(Date.now() - LATER_MS)))
  },
}

export const brokerFaults: readonly Fault[] = [messagesLost, consumerHeld]
