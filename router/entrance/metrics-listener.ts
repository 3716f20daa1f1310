import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Registry } from '@ebook/chassis/metrics'

export function serveMetrics(server: FastifyInstance, registry: Registry): void {
  server.get('/metrics', { exposeHeadRoute: true }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

/** Metrics at an address of their own: what they tell is for the operator, and the router's port is for everybody. */
export async function listenForMetrics(
  registry: Registry,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = Fastify({ requestTimeout: 10_000, forceCloseConnections: true })
  serveMetrics(server, registry)
  await server.listen({ host, port })
  return { port: (server.server.address() as AddressInfo).port, stop: () => server.close() }
}
