import { databaseUrl, duration, integer, readConfig, subgraphConfig } from '@ebook/chassis/config'
import { openDatabase } from '@ebook/chassis/database'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { closeNats, connectNats } from '@ebook/nats/connection'
import { readFileSync } from 'node:fs'
import { migrations, type RentDatabase } from './database.ts'
import { createLoaders } from './rental-loader.ts'
import { resolvers } from './resolvers.ts'
import { startRent } from './start-rent.ts'

const sdl = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')

await runProcess('rent', async ({ log, add, fail }) => {
  const config = readConfig({
    ...subgraphConfig(4002),
    DATABASE_URL: databaseUrl(),
    // Below the 10 seconds that a request may take.
    PAYMENT_TIMEOUT_MS: integer(610, { min: 1, max: 8_000 }),
    RENTAL_PAY_UNTIL: duration('PT15M'),
    RENTAL_CANCEL_WINDOW: duration('PT0S'),
    AVAILABILITY_TRUSTED_FOR: duration('PT30S'),
  })
  const { DATABASE_URL, NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
  const registry = createRegistry('rent')

  const db = await openDatabase<RentDatabase>({ url: DATABASE_URL, name: 'rent', migrations, log })
  add('database', db, (it) => it.destroy())
  const nats = add('nats', await connectNats({ url, user, password, name: 'rent', log, onLost: fail }), closeNats)
  const rent = add(
    'rent',
    await startRent({
      db,
      databaseUrl: DATABASE_URL,
      nats,
      streamReplicas: config.NATS_STREAM_REPLICAS,
      settings: {
        payForMs: config.RENTAL_PAY_UNTIL,
        cancelWindowMs: config.RENTAL_CANCEL_WINDOW,
        availabilityTrustedForMs: config.AVAILABILITY_TRUSTED_FOR,
        paymentTimeoutMs: config.PAYMENT_TIMEOUT_MS,
      },
      log,
      registry,
    }),
  )
  const loaders = (context: Parameters<typeof createLoaders>[1]) => createLoaders(rent, context)
  const readiness = () => rent.ready()
  add(
    'server',
    await startSubgraph({ name: 'rent', sdl, resolvers: resolvers(rent), loaders, config, log, registry, readiness }),
  )
})
