import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Registry } from './metrics.ts'

/** What an operator asks a process. */
export interface ForOperators {
  readonly registry: Registry
  /** Why it must not be asked for its service; undefined when it may. */
  readonly notReady: () => Promise<string | undefined>
}

export interface OperatorListener {
  readonly port: number
  stop(): Promise<void>
}

/** Where it listens; nowhere without a port. */
export interface OperatorAddress {
  readonly METRICS_PORT?: number | undefined
  readonly METRICS_HOST?: string
}

const withHead = { exposeHeadRoute: true }

export function serveMetrics(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', withHead, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

export function serveHealth(app: FastifyInstance, notReady: ForOperators['notReady']): void {
  // Whoever listens has started: what comes once, such as migrations, comes before.
  app.get('/health/startup', withHead, async () => ({ status: 'started' }))
  app.get('/health/live', withHead, async () => ({ status: 'live' }))
  app.get('/health/ready', withHead, async (_request, reply) => {
    const reason = await notReady()
    if (reason === undefined) return { status: 'ready' }
    return reply.code(503).send({ status: 'not ready', reason })
  })
}

/** Health and metrics at an address of their own: they are for the operator, and a port that serves is for others. */
export async function listenForOperators(
  { METRICS_PORT: port, METRICS_HOST: host = '127.0.0.1' }: OperatorAddress,
  { registry, notReady }: ForOperators,
): Promise<OperatorListener | undefined> {
  if (port === undefined) return undefined
  const app = Fastify({ requestTimeout: 10_000, forceCloseConnections: true })
  serveMetrics(app, registry)
  serveHealth(app, notReady)
  await app.listen({ host, port })
  return { port: (app.server.address() as AddressInfo).port, stop: () => app.close() }
}
