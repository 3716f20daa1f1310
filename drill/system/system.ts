import { fileURLToPath } from 'node:url'
import type { Entrance, Identity } from '@ebook/clients/caller'
import { FaultProxy } from '@ebook/clients/fault-proxy'
import { SeededRandom } from '@ebook/clients/seeded-random'
import { run } from '@ebook/processes/run'
import { PROCESSES, type ProcessName } from '@ebook/stack/data-dir'
import type { Link } from '@ebook/stack/process-specs'
import { natsStoreOf } from '@ebook/stack/process-specs'
import { startStack, type Stack, type StackProcess, type StackSettings } from '@ebook/stack/stack'
import { mutationEnvironment, type SourceChange } from '../mutation/source-change.ts'

/** The installation under drill, with its parts by name. */
export interface SystemUnderTest extends Entrance {
  readonly stack: Stack
  readonly dataDir: string
  /** By name: `rent`, and beside it `rent 2`. */
  readonly processes: ReadonlyMap<string, StackProcess>
  /** The ways between processes, by name: `rent 2 → postgres`. None when nothing was put in between. */
  readonly links: ReadonlyMap<string, FaultProxy>
  readonly natsNodes: readonly string[]
  /** Clients whose connections can be broken. */
  readonly crowd: { cut(): void }[]
  /** Throws when there is none. */
  process(name: string): StackProcess
  /** All of a kind, such as `rent`. */
  replicasOf(kind: string): StackProcess[]
  /** Where a nats-server keeps what it stores. */
  storeOf(node: string): string
  /** Done once everything has stopped; the last one first. */
  atTheEnd(undo: () => Promise<void>): void
  stop(): Promise<void>
}

/** What is there, and how often. */
export interface Shape extends Pick<StackSettings, 'replicas' | 'natsNodes'> {
  /** Whether there is a fault proxy in every way between two processes. */
  readonly network: boolean
}

export interface SystemSettings {
  readonly seed: number
  readonly dataDir: string
  readonly shape: Shape
  readonly changes: readonly SourceChange[]
  readonly env: Readonly<Record<string, string>>
}

/** What a deployment makes in NATS, and no process of the installation. */
const DECLARED = ['nats/stream.ts', 'nats/declare.ts']

// Longer than a drill, and than the hours by which a clock is put wrong.
const TOKEN_S = 12 * 3_600

/** Starts it. Throws what startStack throws. */
export async function startSystem(settings: SystemSettings): Promise<SystemUnderTest> {
  const { dataDir, shape, changes } = settings
  const network = new Network(settings.seed)
  const imports = ['./shifted-clock.ts', ...(changes.length > 0 ? ['../mutation/mutate.ts'] : [])]
  const stack = await startStack({
    dataDir,
    natsNodes: shape.natsNodes,
    replicas: shape.replicas,
    // Its members do in a minute what others do in years.
    env: {
      LOAN_LIMIT: '1000000',
      RENEWABLE_LAST_PART: '1',
      ...settings.env,
      ...(changes.length > 0 && mutationEnvironment(changes)),
    },
    execArgv: () => imports.map((file) => `--import=${new URL(file, import.meta.url).href}`),
    ...(shape.network && { interpose: (link) => network.interpose(link) }),
  }).catch(async (error: unknown) => {
    await network.stop()
    throw error
  })
  if (changes.some(({ file }) => DECLARED.includes(file))) {
    // The stack has declared them as they should be.
    const program = fileURLToPath(new URL('../../stack/declare-broker.ts', import.meta.url))
    const mutate = new URL('../mutation/mutate.ts', import.meta.url).href
    const env = { ...process.env, DATA_DIR: dataDir, ...mutationEnvironment(changes) }
    await run(process.execPath, [`--import=${mutate}`, program], { env })
  }
  const processes = new Map(PROCESSES.flatMap((name) => named(name, stack.processes(name))))
  const natsNodes = [...processes.keys()].filter(isOf('nats'))
  const tokens = new Map<string, Promise<string>>()
  const undos: (() => Promise<void>)[] = []
  return {
    stack,
    dataDir,
    processes,
    natsNodes,
    links: network.links,
    crowd: [],
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
    storeOf: (node) => natsStoreOf(dataDir, natsNodes.indexOf(node) + 1),
    atTheEnd: (undo) => void undos.unshift(undo),
    async stop() {
      await stack.stop()
      for (const undo of undos) await undo()
      await network.stop()
    },
  }
}

const nameOf = (kind: string, replica: number) => (replica === 1 ? kind : `${kind} ${replica}`)
const isOf = (kind: string) => (name: string) => name === kind || name.startsWith(`${kind} `)
const named = (kind: ProcessName, replicas: readonly StackProcess[]) =>
  replicas.map((process, index): [string, StackProcess] => [nameOf(kind, index + 1), process])

/** A fault proxy in every way that is asked for. */
class Network {
  readonly links = new Map<string, FaultProxy>()
  readonly #seed: number

  constructor(seed: number) {
    this.#seed = seed
  }

  async interpose({ from, replica, to, url }: Link): Promise<string> {
    const way = `${nameOf(from, replica)} → ${to}`
    // There may be several of a kind, such as the servers of a cluster.
    const same = [...this.links.keys()].filter(isOf(way)).length
    const name = nameOf(way, same + 1)
    const link = await new FaultProxy(url, new SeededRandom(this.#seed, name)).start()
    this.links.set(name, link)
    return link.url
  }

  async stop(): Promise<void> {
    await Promise.all([...this.links.values()].map((link) => link.stop()))
  }
}
