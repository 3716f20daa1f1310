import { readFileSync } from 'node:fs'
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { z } from 'zod'
import { closeNats, connectNats, type NatsConnection } from '@ebook/nats/connection'
import type { Owners } from '@ebook/nats/event'
import { startMessaging, type Messaging } from '@ebook/nats/messaging'
import type { Policy } from '@ebook/nats/policy'
import type { MessagingTables } from '@ebook/nats/tables'
import { databaseUrl, readConfig, subgraphConfig } from './config.ts'
import { openDatabase } from './database.ts'
import type { Logger } from './log.ts'
import { createRegistry, type Registry } from './metrics.ts'
import { runProcess, type Resources } from './process.ts'
import type { RawRoute } from './raw-route.ts'
import type { RequestContext } from './request.ts'
import type { Server } from './server.ts'
import { startSubgraph, type SubgraphSettings } from './subgraph.ts'
import type { Timer } from './timer.ts'

/** What every entrance of a writing subgraph stands on; a subgraph adds what it asks of others. */
export interface Ports<DB, Settings> {
  readonly db: Kysely<DB>
  readonly messaging: Pick<Messaging, 'nudge' | 'caughtUp' | 'producerSeenAt' | 'heardUpTo'>
  readonly settings: Settings
  readonly log: Logger
  /** A hint that a timer has something to do, in so many milliseconds: 15, long enough for a policy's transaction to be
   *  committed, most of the time. The timer is the truth behind it. */
  wake(inMs?: number): void
}

/** A subgraph that owns tables and tells others what happens to them: everything that it is made of. */
export interface WritingSubgraph<Variables extends z.core.$ZodLooseShape, DB, Settings, P, Loaders> {
  readonly name: string
  readonly port: number
  /** schema.graphql */
  readonly schema: URL
  /** Beside those that every subgraph reads. */
  readonly variables: Variables
  /** May open what the settings hold: it is closed after the messages have stopped. */
  settings(config: z.output<z.ZodObject<Variables>>, opening: Opening): Settings | Promise<Settings>
  readonly migrations: Record<string, Migration>
  /** Before the first message. */
  prepare?(db: Kysely<DB>, around: Pick<Around, 'log' | 'registry'>): Promise<void>
  /** Of all subgraphs. */
  readonly owners: Owners
  policies(base: Omit<Ports<DB, Settings>, 'messaging'>): readonly Policy<MessagingTables>[]
  /** Its policies may wait a second, which is cheaper (nats/consumer.ts). */
  readonly waitsForCompany?: boolean
  ports(base: Ports<DB, Settings>, around: Around): P
  timers(ports: NoInfer<P>): Timer[]
  /** What comes by HTTP and is no GraphQL. */
  routes?(ports: NoInfer<P>): RawRoute[]
  /** What others ask. */
  services(ports: NoInfer<P>, nats: NatsConnection): Promise<Service>[]
  resolvers(ports: NoInfer<P>): SubgraphSettings<Loaders>['resolvers']
  loaders(ports: NoInfer<P>, context: Omit<RequestContext, 'loaders'>): Loaders
}

export interface Opening extends Pick<Resources, 'log' | 'add'> {
  readonly databaseUrl: string
}

export interface Around {
  readonly nats: NatsConnection
  readonly log: Logger
  readonly registry: Registry
}

interface Service {
  stop(): Promise<void>
}

export interface Parts<DB, Settings> extends Around {
  readonly db: Kysely<DB>
  readonly databaseUrl: string
  readonly streamReplicas: number
  readonly settings: Settings
}

/** What runs by itself or is asked by other subgraphs. */
export interface Running<P> {
  readonly ports: P
  readonly messaging: Messaging
  /** Why it is not ready to serve; undefined when it is. Whom it asks may be away. */
  ready(): Promise<string | undefined>
  /** What is asked first, then the timers, then the messages. Database and connection stay open. */
  stop(): Promise<void>
}

const SOON_MS = 15

/** Whoever reads the definition sees its types checked against each other. */
export function writingSubgraph<Variables extends z.core.$ZodLooseShape, DB, Settings, P, Loaders>(
  definition: WritingSubgraph<Variables, DB, Settings, P, Loaders>,
): WritingSubgraph<Variables, DB, Settings, P, Loaders> {
  return definition
}

/** Messages, timers and services. */
export async function startWork<
  Variables extends z.core.$ZodLooseShape,
  DB extends MessagingTables,
  Settings,
  P,
  Loaders,
>(subgraph: WritingSubgraph<Variables, DB, Settings, P, Loaders>, parts: Parts<DB, Settings>): Promise<Running<P>> {
  const { db, nats, settings, log } = parts
  await subgraph.prepare?.(db, parts)
  const timers: Timer[] = []
  let waking: { readonly at: number; readonly timeout: NodeJS.Timeout } | undefined
  const wakeNow = () => {
    waking = undefined
    for (const timer of timers) timer.soon()
  }
  const wake = (inMs = SOON_MS) => {
    const at = performance.now() + inMs
    // The timers read for themselves what comes later.
    if (waking && waking.at <= at) return
    clearTimeout(waking?.timeout)
    waking = { at, timeout: setTimeout(wakeNow, inMs) }
  }
  const base = { db, settings, log, wake }
  const messaging = await startMessaging({
    ...parts,
    context: subgraph.name,
    // Its tables are among those of the database, which Kysely cannot tell of a database that is not known yet.
    db: db as unknown as Kysely<MessagingTables>,
    policies: subgraph.policies(base),
    waitsForCompany: subgraph.waitsForCompany,
    owners: subgraph.owners,
  })
  const ports = subgraph.ports({ ...base, messaging }, parts)
  timers.push(...subgraph.timers(ports))
  // What one who died has left is not for the first poll.
  wakeNow()
  const services = await Promise.all(subgraph.services(ports, nats))
  return {
    ports,
    messaging,
    async ready() {
      await sql`select 1`.execute(db)
      return undefined
    },
    async stop() {
      await Promise.all(services.map((service) => service.stop()))
      clearTimeout(waking?.timeout)
      await Promise.all(timers.map((timer) => timer.stop()))
      await messaging.stop()
    },
  }
}

/** Its GraphQL. */
export function serveApi<P, Loaders>(
  subgraph: Pick<
    WritingSubgraph<never, never, never, P, Loaders>,
    'name' | 'schema' | 'resolvers' | 'loaders' | 'routes'
  >,
  running: Running<P>,
  around: Pick<SubgraphSettings<Loaders>, 'config' | 'log' | 'registry'>,
): Promise<Server> {
  return startSubgraph({
    ...around,
    name: subgraph.name,
    sdl: readFileSync(subgraph.schema, 'utf8'),
    resolvers: subgraph.resolvers(running.ports),
    loaders: (context) => subgraph.loaders(running.ports, context),
    readiness: () => running.ready(),
    routes: subgraph.routes?.(running.ports),
  })
}

const everySubgraph = (port: number) => ({
  ...subgraphConfig(port),
  DATABASE_URL: databaseUrl(),
})

type Config<Variables extends z.core.$ZodLooseShape> = z.output<z.ZodObject<ReturnType<typeof everySubgraph>>> &
  z.output<z.ZodObject<Variables>>

/** The process of a writing subgraph. */
export async function runWritingSubgraph<
  Variables extends z.core.$ZodLooseShape,
  DB extends MessagingTables,
  Settings,
  P,
  Loaders,
>(subgraph: WritingSubgraph<Variables, DB, Settings, P, Loaders>): Promise<void> {
  const { name, migrations } = subgraph
  await runProcess(name, async ({ log, add, fail }) => {
    // Read as one, so that all problems are told at once.
    const config = readConfig({ ...everySubgraph(subgraph.port), ...subgraph.variables }) as Config<Variables>
    const { DATABASE_URL, NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
    const registry = createRegistry(name)
    const db = add('database', await openDatabase<DB>({ url: DATABASE_URL, name, migrations, log }), (it) =>
      it.destroy(),
    )
    const settings = await subgraph.settings(config, { databaseUrl: DATABASE_URL, log, add })
    const nats = add('nats', await connectNats({ url, user, password, name, log, onLost: fail }), closeNats)
    const streamReplicas = config.NATS_STREAM_REPLICAS
    const parts = { db, databaseUrl: DATABASE_URL, nats, streamReplicas, settings, log, registry }
    const running = add(name, await startWork(subgraph, parts))
    add('server', await serveApi(subgraph, running, { config, log, registry }))
  })
}
