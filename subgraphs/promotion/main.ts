import { databaseUrl, integer, oneOf, range, readConfig, subgraphConfig } from '@ebook/chassis/config'
import { openDatabase } from '@ebook/chassis/database'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { closeNats, connectNats } from '@ebook/nats/connection'
import { readFileSync } from 'node:fs'
import { migrations, type PromotionDatabase } from './database.ts'
import { createLoaders } from './points-loader.ts'
import { resolvers } from './resolvers.ts'
import { startPromotion } from './start-promotion.ts'

const sdl = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')

await runProcess('promotion', async ({ log, add, fail }) => {
  const config = readConfig({
    ...subgraphConfig(4004),
    DATABASE_URL: databaseUrl(),
    POINTS_RATE_BPS: integer(1_000, { max: 10_000 }),
    POINTS_SPENDABLE_FROM: oneOf(['PAID', 'APPROVED'], 'APPROVED'),
    PROMOTION_SIMULATOR_DELAY_MS: range('0'),
  })
  const { DATABASE_URL, NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
  const registry = createRegistry('promotion')

  const db = await openDatabase<PromotionDatabase>({ url: DATABASE_URL, name: 'promotion', migrations, log })
  add('database', db, (it) => it.destroy())
  const nats = add('nats', await connectNats({ url, user, password, name: 'promotion', log, onLost: fail }), closeNats)
  const promotion = add(
    'promotion',
    await startPromotion({
      db,
      databaseUrl: DATABASE_URL,
      nats,
      streamReplicas: config.NATS_STREAM_REPLICAS,
      settings: {
        rateBps: config.POINTS_RATE_BPS,
        spendableFrom: config.POINTS_SPENDABLE_FROM,
        delayMs: config.PROMOTION_SIMULATOR_DELAY_MS,
      },
      log,
      registry,
    }),
  )
  const loaders = (context: Parameters<typeof createLoaders>[1]) => createLoaders(promotion, context)
  const readiness = () => promotion.ready()
  add(
    'server',
    await startSubgraph({
      name: 'promotion',
      sdl,
      resolvers: resolvers(promotion),
      loaders,
      config,
      log,
      registry,
      readiness,
    }),
  )
})
