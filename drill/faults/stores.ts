import { mkdir, readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'

/** What lies in a folder, which itself may be a mount. */
async function empty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const entry of await readdir(folder)) await rm(resolve(folder, entry), { recursive: true, force: true })
}

async function wipe(system: SystemUnderTest, nodes: readonly string[]): Promise<() => Promise<void>> {
  const processes = nodes.map((node) => system.process(node))
  // stop() keeps them down; what they would still have written is gone either way.
  await Promise.all(processes.map((process) => process.kill('SIGKILL').then(() => process.stop())))
  for (const node of nodes) await empty(system.storeOf(node))
  await Promise.all(processes.map((process) => process.start()))
  return async () => undefined
}

const storeDeleted: Fault = {
  name: 'nats-store-deleted',
  what: 'one nats-server loses everything that it has stored',
  lasts: [0, 0],
  targets: (system) => (system.natsNodes.length > 1 ? system.natsNodes : []),
  inject: (system, target) => wipe(system, [target]),
}

const allStoresDeleted: Fault = {
  name: 'nats-stores-deleted',
  what: 'every nats-server loses everything that it has stored, at once: the stream is gone',
  lasts: [0, 0],
  targets: () => ['all'],
  inject: (system) => wipe(system, system.natsNodes),
}

const natsDown: Fault = {
  name: 'nats-killed',
  what: 'every nats-server is killed at once',
  lasts: [0, 0],
  targets: () => ['all'],
  async inject(system) {
    const processes = system.natsNodes.map((node) => system.process(node))
    await Promise.all(processes.map((process) => process.kill('SIGKILL')))
    return async () => void (await Promise.all(processes.map((process) => process.untilReady())))
  },
}

export const storeFaults: readonly Fault[] = [storeDeleted, allStoresDeleted, natsDown]
