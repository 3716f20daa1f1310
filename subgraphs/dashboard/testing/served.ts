import { readFileSync } from 'node:fs'
import { createRegistry } from '@ebook/chassis/metrics'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { capturedLog } from '@ebook/chassis/testing/captured-log'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { LiveClient } from '@ebook/chassis/testing/live-client'
import { deadLetterDesk, type DeadLetterDesk } from '../dead-letters/desk.ts'
import { openFile } from '../file/dashboard-file.ts'
import { resolvers } from '../resolvers.ts'
import { Hub } from '../subscriptions/hub.ts'
import { openView } from '../subscriptions/open-view.ts'
import type { View } from '../subscriptions/view.ts'
import { feeding } from './arrivals.ts'
import { temporaryPath } from './temporary-file.ts'

const secret = 'a-secret-only-the-router-knows'
const sdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

export interface Caller {
  readonly sub: string
  readonly roles: readonly ('MEMBER' | 'ADMIN')[]
}

export interface Answer {
  // What a test looks into is what it asked for; its assertions say the shape.
  readonly data?: Record<string, never> | null
  readonly extensions?: Readonly<Record<string, unknown>>
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code?: string } }[]
}

/** The subgraph on HTTP over a file of its own: no NATS, no other subgraph, no PostgreSQL. */
export async function serveDashboard({
  waitMs = 2_000,
  resumeWindow = 1_000_000,
  desk = deadLetterDesk(() => undefined),
}: Partial<Pick<View, 'waitMs' | 'resumeWindow'>> & { readonly desk?: DeadLetterDesk } = {}) {
  const { path, remove } = temporaryPath()
  const issuer = await startTestIssuer()
  const file = await openFile(path)
  const hub = new Hub()
  const registry = createRegistry('dashboard')
  const clients: LiveClient[] = []
  const view = openView({ file, registry, hub, waitMs, resumeWindow })
  const server = await startSubgraph({
    name: 'dashboard',
    sdl,
    resolvers: resolvers(view, desk),
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      NODE_ENV: 'test',
      SHUTDOWN_DELAY_MS: 0,
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      SUBGRAPH_SECRET: [secret],
    },
    log: capturedLog('dashboard').log,
    registry,
    readiness: async () => undefined,
  })
  return {
    file,
    hub,
    view,
    issuer,
    /** A router's socket. */
    connect: (): LiveClient => {
      const client = new LiveClient(server.url, secret)
      clients.push(client)
      return client
    },
    feed: feeding(view),
    async ask(
      query: string,
      variables: object = {},
      caller?: Caller,
      more: object = {},
      signal?: AbortSignal,
    ): Promise<Answer> {
      const headers = {
        'content-type': 'application/json',
        'x-router-secret': secret,
        ...(caller ? { authorization: `Bearer ${await issuer.token({ ...caller })}` } : {}),
        ...more,
      }
      const body = JSON.stringify({ query, variables })
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body, signal: signal ?? null })
      return (await response.json()) as Answer
    },
    async metric(name: string): Promise<number> {
      const values = (await registry.getSingleMetric(name)?.get())?.values ?? []
      return values.reduce((sum, { value }) => sum + value, 0)
    },
    async stop() {
      for (const client of clients) client.stop()
      await server.stop()
      await issuer.stop()
      hub.stop()
      await file.close()
      remove()
    },
  }
}

export type Served = Awaited<ReturnType<typeof serveDashboard>>
