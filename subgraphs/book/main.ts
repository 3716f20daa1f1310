import { databaseUrl, duration, readConfig, subgraphConfig } from '@ebook/chassis/config'
import { openDatabase } from '@ebook/chassis/database'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { every } from '@ebook/chassis/timer'
import { connectNats } from '@ebook/nats/connection'
import { startMessaging } from '@ebook/nats/messaging'
import { readFileSync } from 'node:fs'
import { migrations, type BookDatabase } from './database.ts'
import { createLoaders } from './loaders.ts'
import { policies } from './policies.ts'
import { resolvers } from './resolvers.ts'
import { refuseUndecided } from './timers/decide-by.ts'

await runProcess('book', async ({ log, add }) => {
  const config = readConfig({
    ...subgraphConfig(4001),
    DATABASE_URL: databaseUrl(),
    RENTAL_DECIDE_BY: duration('PT72H'),
  })
  const { DATABASE_URL, NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
  const registry = createRegistry('book')
  const db = await openDatabase<BookDatabase>({ url: DATABASE_URL, name: 'book', migrations, log })
  add('database', db, (it) => it.destroy())
  const nats = add('nats', await connectNats({ url, user, password, name: 'book' }), (it) => it.close())
  const messaging = add(
    'messaging',
    await startMessaging({
      context: 'book',
      databaseUrl: DATABASE_URL,
      db,
      nats,
      policies: policies(config.RENTAL_DECIDE_BY),
      streamReplicas: config.NATS_STREAM_REPLICAS,
      log,
      registry,
    }),
  )
  const library = { db, messaging, log }
  add(
    'decide-by',
    every(1_000, 'decide-by', () => refuseUndecided(library), log),
  )
  add(
    'server',
    await startSubgraph({
      name: 'book',
      sdl: readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'),
      resolvers: resolvers(library),
      loaders: (context) => createLoaders(db, context),
      config,
      log,
      registry,
      readiness: () => messaging.ready(),
    }),
  )
})
