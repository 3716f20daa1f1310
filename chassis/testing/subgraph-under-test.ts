import type { z } from 'zod'
import { connectNats } from '@ebook/nats/connection'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Logger } from '../log.ts'
import { createRegistry } from '../metrics.ts'
import { serveApi, startWork, type Parts, type Running, type WritingSubgraph } from '../writing-subgraph.ts'
import type { TestIssuer } from './issuer.ts'

/** By which a subgraph under test knows the router. */
export const SUBGRAPH_SECRET = 'the-secret-of-the-router-in-tests'

export interface Ground<DB, Settings> extends Pick<Parts<DB, Settings>, 'db' | 'databaseUrl' | 'settings'> {
  /** Of its user at the broker. */
  readonly credentials: { readonly url: string; readonly user: string; readonly password: string }
  readonly issuer: TestIssuer
  readonly log: Logger
}

/** One process of a subgraph, in this one. */
export interface Replica<P> extends Running<P> {
  /** Such as http://127.0.0.1:4002, without a path. */
  readonly url: string
  /** As its process ends: database and broker stay. */
  stop(): Promise<void>
}

/** Starts a subgraph as its process composes it. What it subscribes to is subscribed to when this resolves. */
export async function startReplica<
  Variables extends z.core.$ZodLooseShape,
  DB extends MessagingTables,
  Settings,
  P,
  Loaders,
>(subgraph: WritingSubgraph<Variables, DB, Settings, P, Loaders>, ground: Ground<DB, Settings>): Promise<Replica<P>> {
  const { issuer, credentials, log } = ground
  const nats = await connectNats({ ...credentials, name: subgraph.name })
  const registry = createRegistry(subgraph.name)
  const running = await startWork(subgraph, { ...ground, nats, streamReplicas: 1, registry })
  const config = {
    PORT: 0,
    HOST: '127.0.0.1',
    NODE_ENV: 'test',
    SHUTDOWN_DELAY_MS: 0,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: issuer.audience,
    SUBGRAPH_SECRET: [SUBGRAPH_SECRET],
  }
  const server = await serveApi(subgraph, running, { config, log, registry })
  await nats.flush()
  return {
    ...running,
    url: server.url,
    async stop() {
      await server.stop()
      await running.stop()
      await nats.close()
    },
  }
}
