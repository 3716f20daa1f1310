import { readFileSync } from 'node:fs'
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify'
import Fastify from 'fastify'

/** @apollo/gateway under Apollo Server on fastify, as their documentation has it, in place of the router. */
process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
const server = Fastify()
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.env['SUPERGRAPH_FILE'] ?? '', 'utf8'),
  buildService: ({ name, url }) =>
    new RemoteGraphQLDataSource({ url: process.env[`${name.toUpperCase()}_URL`] ?? url ?? '' }),
})
const apollo = new ApolloServer({ gateway, plugins: [fastifyApolloDrainPlugin(server)] })
await apollo.start()
server.route({ url: '/graphql', method: ['GET', 'POST'], handler: fastifyApolloHandler(apollo) })
server.get('/metrics', () => {
  const { user, system } = process.cpuUsage()
  const counted = { ebook_router_payloads_total: 0, ebook_router_subscriptions: 0 }
  return Object.entries({ ...counted, process_cpu_seconds_total: (user + system) / 1e6 })
    .map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('')
})
server.get('/health/:probe', () => 'ok')
await server.listen({ port: Number(process.env['PORT']), host: process.env['HOST'] ?? '127.0.0.1' })
process.on('SIGTERM', () => process.exit(0))
