import { createRegistry } from '@ebook/chassis/metrics'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { capturedLog } from '@ebook/chassis/testing/captured-log'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { readFileSync } from 'node:fs'
import { openFile } from '../file.ts'
import { resolvers } from '../resolvers.ts'
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
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code?: string } }[]
}

/** The subgraph on HTTP over a file of its own: no NATS, no other subgraph, no PostgreSQL. */
export async function serveDashboard() {
  const { path, remove } = temporaryPath()
  const issuer = await startTestIssuer()
  const file = await openFile(path)
  const server = await startSubgraph({
    name: 'dashboard',
    sdl,
    resolvers: resolvers(file),
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      NODE_ENV: 'test',
      SHUTDOWN_DELAY_MS: 0,
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      ROUTER_SECRET: [secret],
    },
    log: capturedLog('dashboard').log,
    registry: createRegistry('dashboard'),
    readiness: async () => undefined,
  })
  return {
    file,
    async ask(query: string, variables: object = {}, caller?: Caller): Promise<Answer> {
      const headers = {
        'content-type': 'application/json',
        'x-router-secret': secret,
        ...(caller ? { authorization: `Bearer ${await issuer.token({ ...caller })}` } : {}),
      }
      const body = JSON.stringify({ query, variables })
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
      return (await response.json()) as Answer
    },
    async stop() {
      await server.stop()
      await issuer.stop()
      await file.close()
      remove()
    },
  }
}

export type Served = Awaited<ReturnType<typeof serveDashboard>>
