import type { StackProcess, Stack } from '@ebook/stack/stack'
import { PROCESSES } from '@ebook/stack/data-dir'
import { resolve } from 'node:path'
import type { FaultProxy } from '../fault-proxy.ts'
import type { Entrance, Identity } from '../clients/caller.ts'
import { startStack } from '@ebook/stack/stack'
import { mutationEnvironment, type SourceChange } from '../mutants/mutation.ts'

/** The installation under drill, with its parts by name. */
export interface Site extends Entrance {
  readonly stack: Stack
  /** By name: `rent`, and of several `rent 1`, `rent 2`. */
  readonly processes: ReadonlyMap<string, StackProcess>
  /** The ways between processes, by name: `rent 1 → postgres`. */
  readonly links: ReadonlyMap<string, FaultProxy>
  readonly natsNodes: readonly string[]
  /** Throws when there is none. */
  process(name: string): StackProcess
  /** All of a kind, such as `rent`. */
  replicasOf(kind: string): StackProcess[]
  /** Where a nats-server keeps what it stores. */
  storeOf(node: string): string
  readonly dataDir: string
  /** Done once everything has stopped; the last one first. */
  atTheEnd(undo: () => Promise<void>): void
  stop(): Promise<void>
}

export interface SiteSettings {
  readonly seed: number
  readonly dataDir: string
  readonly changes: readonly SourceChange[]
  readonly env: Readonly<Record<string, string>>
  readonly onProgress: (line: string) => void
}

// Longer than a drill, and than the hours by which a clock is put wrong.
const TOKEN_S = 12 * 3_600

/** Starts it. Throws what startStack throws. */
export async function startSite(settings: SiteSettings): Promise<Site> {
  const { dataDir, changes } = settings
  const imports = ['../faults/shifted-clock.ts', ...(changes.length > 0 ? ['../mutants/mutate.ts'] : [])]
  const stack = await startStack({
    dataDir,
    env: {
      ...settings.env,
      ...(changes.length > 0 && mutationEnvironment(changes)),
      NODE_OPTIONS: imports.map((file) => `--import=${new URL(file, import.meta.url).href}`).join(' '),
    },
  })
  const processes = new Map(PROCESSES.map((name) => [name as string, stack.process(name)]))
  const links = new Map<string, FaultProxy>()
  const natsNodes = ['nats']
  const undos: (() => Promise<void>)[] = []
  const tokens = new Map<string, Promise<string>>()
  const isOf = (kind: string) => (name: string) => name === kind || name.startsWith(`${kind} `)
  return {
    stack,
    processes,
    links,
    natsNodes,
    url: () => stack.url,
    token({ sub, role }: Identity) {
      const known = tokens.get(sub) ?? stack.token(sub, role, { ttl: TOKEN_S })
      tokens.set(sub, known)
      return known
    },
    process(name) {
      const found = processes.get(name)
      if (!found) throw new Error(`there is no process ${name}; there are ${[...processes.keys()].join(', ')}`)
      return found
    },
    replicasOf: (kind) => [...processes].filter(([name]) => isOf(kind)(name)).map(([, process]) => process),
    storeOf: () => resolve(dataDir, 'nats'),
    dataDir,
    atTheEnd: (undo) => void undos.unshift(undo),
    async stop() {
      await stack.stop()
      for (const undo of undos) await undo()
      await Promise.all([...links.values()].map((link) => link.stop()))
    },
  }
}
