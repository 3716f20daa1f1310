import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import {
  findNatsServer,
  NATS_USERS,
  natsServer,
  type NatsCredentials,
  type NatsUser,
} from '@ebook/processes/nats-server'
import { freePort } from '@ebook/processes/ports'
import { closeCommonDatabases, postgres, POSTGRES_SUPERUSER, postgresUrl } from '@ebook/processes/postgres'
import { newSecret } from '@ebook/processes/secrets'

// Real infrastructure for the tests of one subgraph: on free ports, in temporary folders that go away with `stop`.

export interface TestPostgres {
  /** The superuser's, on the database `postgres`. */
  readonly adminUrl: string
  /** `kill()`, `pause()`, `start()` and so on, for tests of faults. */
  readonly process: ManagedProcess
  stop(): Promise<void>
}

/** A PostgreSQL without fsync. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-postgres-'))
  const password = newSecret()
  const { process, port } = await startOnFreePort((port) =>
    postgres({ dataDir: resolve(folder, 'postgres'), port, password, durable: false }),
  )
  const adminUrl = postgresUrl(port, POSTGRES_SUPERUSER, password, 'postgres')
  await closeCommonDatabases(adminUrl)
  return {
    adminUrl,
    process,
    async stop() {
      await process.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface TestNats {
  readonly url: string
  credentials(user: NatsUser): NatsCredentials
  /** Ends it well and removes its store. */
  stop(): Promise<void>
  /** kill -9; it stays down until `restart`. */
  kill(): Promise<void>
  /** Ends it if it runs, and starts it on the same port with the same store. */
  restart(): Promise<void>
  /** Kills it and deletes its store; it stays down until `restart`. */
  wipe(): Promise<void>
  readonly process: ManagedProcess
  /** What it has printed since its first start. */
  readonly log: readonly string[]
}

/** A nats-server with the stream, the durables and the permissions of production, and a store of its own. */
export async function startTestNats({ ackWaitMs }: { readonly ackWaitMs?: number } = {}): Promise<TestNats> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-nats-'))
  const storeDir = resolve(folder, 'store')
  const binary = await findNatsServer()
  const passwords = Object.fromEntries(NATS_USERS.map((user) => [user, newSecret()])) as Record<NatsUser, string>
  const log: string[] = []
  const { process, port } = await startOnFreePort(
    (port) => natsServer({ binary, port, httpPort: 0, storeDir, passwords, ackWaitMs }),
    (line) => log.push(line),
  )
  const url = `nats://127.0.0.1:${port}`
  return {
    url,
    process,
    log,
    credentials: (user) => ({ url, user, password: passwords[user] }),
    async stop() {
      await process.stop()
      await rm(folder, { recursive: true, force: true })
    },
    kill: () => process.kill(),
    async restart() {
      await process.stop()
      await process.start()
    },
    async wipe() {
      await process.kill()
      await rm(storeDir, { recursive: true, force: true })
    },
  }
}

export interface TestNatsCluster extends Pick<TestNats, 'url' | 'credentials' | 'stop'> {
  /** By the name that NATS knows them by; one that is killed stays away until it is started again. */
  readonly nodes: ReadonlyMap<string, ManagedProcess>
}

/** Three nats-servers that are one, with the permissions of production. */
export async function startTestNatsCluster(): Promise<TestNatsCluster> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-nats-cluster-'))
  const binary = await findNatsServer()
  const passwords = Object.fromEntries(NATS_USERS.map((user) => [user, newSecret()])) as Record<NatsUser, string>
  const ports: number[] = []
  while (ports.length < 6) ports.push(await freePort([], ports))
  const cluster = { password: newSecret(), ports: ports.slice(3) }
  const nodes = new Map<string, ManagedProcess>()
  for (const [index, port] of ports.slice(0, 3).entries()) {
    const name = `node-${index + 1}`
    const own = { name, port, storeDir: resolve(folder, name), cluster: { of: cluster, port: ports[3 + index] ?? 0 } }
    nodes.set(name, manage(natsServer({ ...own, binary, httpPort: 0, passwords }), { restart: false }))
  }
  const url = ports
    .slice(0, 3)
    .map((port) => `nats://127.0.0.1:${port}`)
    .join(',')
  const stop = async () => {
    await Promise.all([...nodes.values()].map((node) => node.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await Promise.all([...nodes.values()].map((node) => node.start()))
  } catch (error) {
    await stop()
    throw error
  }
  return { url, nodes, credentials: (user) => ({ url, user, password: passwords[user] }), stop }
}

const ATTEMPTS = 3

/** Between finding a free port and listening on it, somebody else may take it: then once more with another. */
async function startOnFreePort(
  specOf: (port: number) => ReturnType<typeof postgres>,
  onLine?: (line: string) => void,
): Promise<{ process: ManagedProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const process = manage(specOf(port), { restart: false, onLine })
    try {
      await process.start()
      return { process, port }
    } catch (error) {
      await process.stop()
      if (attempt === ATTEMPTS) throw error
    }
  }
}
