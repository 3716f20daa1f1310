import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { layoutOf, type ProcessName } from './data-dir.ts'
import type { DemoRole } from './demo-users.ts'
import type { NatsCredentials } from './infrastructure.ts'
import type { ManagedProcess } from './managed-process.ts'
import type { NatsUser } from './nats-server.ts'
import { planInstallation, type Plan, type WritingSubgraph } from './plan.ts'
import { startReplica, type Replicated } from './replica.ts'
import { readSigningKeys } from './signing-keys.ts'
import { supervise } from './supervisor.ts'
import { mintToken } from './token.ts'

export interface StackSettings {
  /** Kept at `stop`. If not given: a temporary folder, removed at `stop`. */
  readonly dataDir?: string
  /** Added to the environment of every process, such as PAYMENT_SIMULATOR_DECLINE_RATE. */
  readonly env?: Readonly<Record<string, string>>
  /** Which subgraphs, and whether the router: all if not given. PostgreSQL, NATS and the issuer always start. */
  readonly only?: readonly ProcessName[]
  /** True: PostgreSQL with fsync, for measurements. */
  readonly durable?: boolean
  /** False: what happens to the processes, and what they say, on stderr. */
  readonly quiet?: boolean
}

export interface TokenOptions {
  /** Seconds; below zero for a token that has expired. 3600 if not given. */
  readonly ttl?: number
  readonly audience?: string
  readonly issuer?: string
}

/** A process of a running stack. After its death, `kill` included, it is started again; after `stop` it is not. */
export interface StackProcess extends ManagedProcess {
  /** The GraphQL endpoint of the router or a subgraph, otherwise where it listens. */
  readonly url: string
}

export interface GraphqlAnswer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** A whole installation of real processes, on free ports. */
export interface Stack {
  /** The router's GraphQL endpoint. */
  readonly url: string
  readonly issuer: string
  readonly natsUrl: string
  readonly dataDir: string
  /** An access token of the development issuer. Throws UnusableKeys. */
  token(sub: string, role: DemoRole | readonly DemoRole[], options?: TokenOptions): Promise<string>
  /** Asks the router. Throws when the answer is not JSON, or there is none. */
  graphql(query: string, variables?: Record<string, unknown>, token?: string): Promise<GraphqlAnswer>
  /** Throws when this stack has no such process. */
  process(name: ProcessName): StackProcess
  /**
   * Starts one more router or dashboard beside the first, on a free port and, for a dashboard, on a file of its own.
   * `env` is added to its environment. It ends with the stack. Throws StartFailed.
   */
  replica(name: Replicated, env?: Readonly<Record<string, string>>): Promise<StackProcess>
  /** The owner's URL of a subgraph's database, or the superuser's of the database `postgres`. */
  postgresUrl(database: WritingSubgraph | 'postgres'): string
  nats(user: NatsUser): NatsCredentials
  stop(): Promise<void>
}

/** Starts the infrastructure, the subgraphs and the router, and waits until each says that it is ready. */
export async function startStack(settings: StackSettings = {}): Promise<Stack> {
  const dataDir = settings.dataDir ?? (await mkdtemp(resolve(tmpdir(), 'ebook-stack-')))
  const removeDataDir = async () => {
    if (settings.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  const say = settings.quiet === false ? (line: string) => console.error(line) : () => undefined
  // What the caller was started with is not meant for these processes, unless it is one of the domain's variables.
  const { NODE_ENV: _, PORT: __, DATABASE_URL: ___, ...inherited } = process.env
  const env = { ...inherited, ...settings.env }
  const plan = () => planInstallation({ dataDir, env: settings.env ?? {}, only: settings.only, anyPort: true })
  try {
    const running = { durable: settings.durable ?? false, env, onProgress: say }
    const supervisor = await supervise({
      ...running,
      layout: layoutOf(dataDir),
      plan,
      onLine: (name, line) => say(`${name}: ${line}`),
      onNews: (name, news) => say(`${name} ${news}`),
    })
    const replicas: StackProcess[] = []
    return {
      ...api(supervisor.plan, supervisor.processes),
      async replica(name, replicaEnv) {
        const onLine = (line: string) => say(`another ${name}: ${line}`)
        const { process, url } = await startReplica(supervisor.plan, name, { ...running, replicaEnv }, onLine)
        const replica = withUrl(process, url)
        replicas.push(replica)
        return replica
      },
      async stop() {
        await Promise.all(replicas.map((replica) => replica.stop()))
        await supervisor.stop()
        await removeDataDir()
      },
    }
  } catch (error) {
    await removeDataDir()
    throw error
  }
}

function api(plan: Plan, processes: ReadonlyMap<ProcessName, ManagedProcess>): Omit<Stack, 'replica' | 'stop'> {
  const { layout, issuer, natsUrl } = plan
  const url = plan.url('router')
  let keys: ReturnType<typeof readSigningKeys> | undefined
  return {
    url,
    issuer: issuer.url,
    natsUrl,
    dataDir: layout.dataDir,
    async token(sub, role, options = {}) {
      keys ??= readSigningKeys(layout.issuerKeys)
      return mintToken(await keys, {
        sub,
        roles: typeof role === 'string' ? [role] : role,
        issuer: options.issuer ?? issuer.url,
        audience: options.audience ?? issuer.audience,
        ttl: options.ttl ?? 3_600,
      })
    },
    async graphql(query, variables = {}, token) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      })
      return (await response.json()) as GraphqlAnswer
    },
    process(name) {
      const found = processes.get(name)
      if (!found) throw new Error(`this stack has no process ${name}; it has ${[...processes.keys()].join(', ')}`)
      return withUrl(found, urlOf(plan, name))
    },
    postgresUrl(database) {
      if (database !== 'postgres') return plan.databaseUrls[database]
      if (plan.adminUrl === undefined) throw new Error('this stack uses databases from outside: it knows no superuser')
      return plan.adminUrl
    },
    nats: (user) => ({ url: natsUrl, user, password: plan.natsPasswords[user] }),
  }
}

function withUrl(process: ManagedProcess, url: string): StackProcess {
  return Object.create(process, { url: { value: url, enumerable: true } }) as StackProcess
}

function urlOf(plan: Plan, name: ProcessName): string {
  if (name === 'postgres') return plan.adminUrl ?? ''
  if (name === 'nats') return plan.natsUrl
  if (name === 'issuer') return plan.issuer.url
  return plan.url(name)
}
