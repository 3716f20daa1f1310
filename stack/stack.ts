import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import type { ManagedProcess } from '@ebook/processes/managed-process'
import type { NatsCredentials, NatsUser } from '@ebook/processes/nats-server'
import type { WritingSubgraph } from '../subgraphs/subgraphs.ts'
import { layoutOf, type ProcessName } from './data-dir.ts'
import type { DemoRole } from './demo-users.ts'
import type { Instance, Replicas, Replicated } from './instances.ts'
import { planInstallation, type Plan } from './plan.ts'
import type { SpecSettings } from './process-specs.ts'
import { readSigningKeys } from './signing-keys.ts'
import { supervise, type Member, type Supervisor } from './supervisor.ts'
import { mintToken } from './token.ts'

export interface StackSettings {
  /** Kept at `stop`. If not given: a temporary folder, removed at `stop`. */
  readonly dataDir?: string | undefined
  /** Added to the environment of every process, such as PAYMENT_SIMULATOR_DECLINE_RATE. */
  readonly env?: Readonly<Record<string, string>>
  /** Which subgraphs, and whether the router: all if not given. PostgreSQL, NATS and the issuer always start. */
  readonly only?: readonly ProcessName[] | undefined
  /** True: PostgreSQL with fsync, for measurements. */
  readonly durable?: boolean
  /** False: what happens to the processes, and what they say, on stderr. */
  readonly quiet?: boolean
  /** 3: a JetStream cluster, whose streams have three replicas. One server that stands alone, if not given. */
  readonly natsNodes?: 1 | 3 | undefined
  /** One of each, if not given. Before several there is a balancer, which every URL then names. */
  readonly replicas?: Replicas | undefined
  /** See SpecSettings. */
  readonly interpose?: SpecSettings['interpose']
  readonly execArgv?: SpecSettings['execArgv']
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
  /** The GraphQL endpoint of the router, or of the balancer before several. */
  readonly url: string
  readonly issuer: string
  /** Comma separated when there are several nodes. */
  readonly natsUrl: string
  readonly dataDir: string
  /** An access token of the development issuer. Throws UnusableKeys. */
  token(sub: string, role: DemoRole | readonly DemoRole[], options?: TokenOptions): Promise<string>
  /** Asks the router. Throws when the answer is not JSON, or there is none. */
  graphql(query: string, variables?: Record<string, unknown>, token?: string): Promise<GraphqlAnswer>
  /** The first of its kind. Throws when this stack has no such process. */
  process(name: ProcessName): StackProcess
  /** All of a kind, the first included; `nats` gives the nodes. Throws when this stack has no such process. */
  processes(name: ProcessName): readonly StackProcess[]
  /**
   * Starts one more of a kind, on a free port and, for a dashboard, on a file of its own; a balancer before that kind
   * takes it in. `env` is added to its environment. It ends with the stack. Throws StartFailed.
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
  const { only, natsNodes, replicas } = settings
  const plan = () => planInstallation({ dataDir, env: settings.env ?? {}, only, anyPort: true, natsNodes, replicas })
  try {
    const supervisor = await supervise({
      durable: settings.durable ?? false,
      env,
      onProgress: say,
      interpose: settings.interpose,
      execArgv: settings.execArgv,
      layout: layoutOf(dataDir),
      plan,
      onLine: (name, line) => say(`${name}: ${line}`),
      onNews: (name, news) => say(`${name} ${news}`),
    })
    return {
      ...api(supervisor),
      async stop() {
        await supervisor.stop()
        await removeDataDir()
      },
    }
  } catch (error) {
    await removeDataDir()
    throw error
  }
}

function api(supervisor: Supervisor): Omit<Stack, 'stop'> {
  const { plan, members } = supervisor
  const { layout, issuer, natsUrl } = plan
  const url = plan.url('router')
  const processes = (name: ProcessName) => {
    const found = members.filter(({ instance }) => instance.name === name)
    if (found.length > 0) return found.map((member) => withUrl(plan, member))
    const known = new Set(members.map(({ instance }) => instance.name))
    throw new Error(`this stack has no process ${name}; it has ${[...known].join(', ')}`)
  }
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
      const [first] = processes(name)
      return first as StackProcess
    },
    processes,
    replica: async (name, env = {}) => withUrl(plan, await supervisor.add(name, env)),
    postgresUrl(database) {
      if (database !== 'postgres') return plan.databaseUrls[database]
      if (plan.adminUrl === undefined) throw new Error('this stack uses databases from outside: it knows no superuser')
      return plan.adminUrl
    },
    nats: (user) => ({ url: natsUrl, user, password: plan.natsPasswords[user] }),
  }
}

function withUrl(plan: Plan, { instance, process }: Member): StackProcess {
  return Object.create(process, { url: { value: urlOf(plan, instance), enumerable: true } }) as StackProcess
}

function urlOf(plan: Plan, { name, port }: Instance): string {
  if (name === 'postgres') return plan.adminUrl ?? ''
  if (name === 'nats') return `nats://127.0.0.1:${port}`
  if (name === 'issuer') return plan.issuer.url
  return `http://127.0.0.1:${port}/graphql`
}
