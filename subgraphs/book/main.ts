import { databaseUrl, duration, readConfig, subgraphConfig } from '@ebook/chassis/config'
import { openDatabase } from '@ebook/chassis/database'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { closeNats, connectNats } from '@ebook/nats/connection'
import { readFileSync } from 'node:fs'
import { migrations, type BookDatabase } from './database.ts'
import { createLoaders } from './loaders.ts'
import { resolvers } from './resolvers.ts'
import { startLibrary } from './start-library.ts'

const sdl = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')

await runProcess('book', async ({ log, add, fail }) => {
  const config = readConfig({
    ...subgraphConfig(4001),
    DATABASE_URL: databaseUrl(),
    RENTAL_DECIDE_BY: duration('PT72H'),
  })
  const { DATABASE_URL, NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
  const registry = createRegistry('book')

  const db = await openDatabase<BookDatabase>({ url: DATABASE_URL, name: 'book', migrations, log })
  add('database', db, (it) => it.destroy())
  const nats = add('nats', await connectNats({ url, user, password, name: 'book', log, onLost: fail }), closeNats)
  const library = add(
    'library',
    await startLibrary({
      db,
      databaseUrl: DATABASE_URL,
      nats,
      streamReplicas: config.NATS_STREAM_REPLICAS,
      decideForMs: config.RENTAL_DECIDE_BY,
      log,
      registry,
    }),
  )
  const loaders = (context: Parameters<typeof createLoaders>[1]) => createLoaders(db, context)
  const readiness = () => library.ready()
  add(
    'server',
    await startSubgraph({
      name: 'book',
      sdl,
      resolvers: resolvers(library),
      loaders,
      config,
      log,
      registry,
      readiness,
    }),
  )
})
