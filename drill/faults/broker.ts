import { mkdir, readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
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

/** Longer than anything lasts here: the end comes with the healing. */
const LATER_MS = 3_600_000

/** What lies in a folder, which itself may be a mount. */
async function empty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const entry of await readdir(folder)) await rm(resolve(folder, entry), { recursive: true, force: true })
}

async function wipe(system: SystemUnderTest, nodes: readonly string[]): Promise<undefined> {
  const processes = nodes.map((node) => system.process(node))
  // stop() keeps them down; what they would still have written is gone either way.
  await Promise.all(processes.map((process) => process.kill('SIGKILL').then(() => process.stop())))
  for (const node of nodes) await empty(system.storeOf(node))
  await Promise.all(processes.map((process) => process.start()))
}

export const brokerFaults: readonly Fault[] = [
  {
    name: 'nats-store-deleted',
    what: 'one nats-server loses everything that it has stored',
    targets: (system) => (system.natsNodes.length > 1 ? system.natsNodes : []),
    inject: (system, target) => wipe(system, [target]),
  },
  {
    name: 'nats-stores-deleted',
    what: 'every nats-server loses everything that it has stored, at once: the stream is gone',
    targets: () => ['all'],
    inject: (system) => wipe(system, system.natsNodes),
  },
  {
    name: 'nats-killed',
    what: 'every nats-server is killed at once',
    targets: () => ['all'],
    async inject(system) {
      const processes = system.natsNodes.map((node) => system.process(node))
      await Promise.all(processes.map((process) => process.kill('SIGKILL')))
      return async () => void (await Promise.all(processes.map((process) => process.untilReady())))
    },
  },
  {
    name: 'messages-lost',
    what: 'the broker loses every message that it has acknowledged, and its stream goes on as if nothing had been',
    targets: () => ['stream'],
    async inject(system) {
      await asOperator(system, async (nats) => (await nats.jetstreamManager()).streams.purge(STREAM))
    },
  },
  {
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
  },
]
