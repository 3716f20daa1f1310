import { databaseUrl, integer, range, rate, readConfig, subgraphConfig } from '@ebook/chassis/config'
import { openDatabase } from '@ebook/chassis/database'
import { createRegistry } from '@ebook/chassis/metrics'
import { runProcess } from '@ebook/chassis/process'
import { startSubgraph } from '@ebook/chassis/subgraph'
import { closeNats, connectNats } from '@ebook/nats/connection'
import { readFileSync } from 'node:fs'
import { migrations, type PaymentDatabase } from './database.ts'
import { watchUnsettled } from './metrics.ts'
import { createLoaders } from './payment-loader.ts'
import { simulatedProvider, type SimulatedProviderTables } from './provider/simulated-provider.ts'
import { resolvers } from './resolvers.ts'
import { startPayment } from './start-payment.ts'

const sdl = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')

await runProcess('payment', async ({ log, add, fail }) => {
  const config = readConfig({
    ...subgraphConfig(4003),
    DATABASE_URL: databaseUrl(),
    PROMOTION_TIMEOUT_MS: integer(610, { min: 1, max: 60_000 }),
    PAYMENT_PROVIDER_TIMEOUT_MS: integer(3_000, { min: 1, max: 60_000 }),
    PAYMENT_SIMULATOR_DELAY_MS: range('0'),
    PAYMENT_SIMULATOR_DECLINE_RATE: rate(0),
    PAYMENT_SIMULATOR_LOSE_REPLY_RATE: rate(0),
    PAYMENT_SIMULATOR_REFUND_FAIL_RATE: rate(0),
  })
  const { DATABASE_URL, NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config
  const registry = createRegistry('payment')

  const database = { url: DATABASE_URL, migrations, log }
  const db = await openDatabase<PaymentDatabase>({ ...database, name: 'payment' })
  add('database', db, (it) => it.destroy())
  watchUnsettled(registry, db)
  // Connections and transactions of its own, as of another company: what it committed survives the death of ours.
  const books = await openDatabase<SimulatedProviderTables>({
    ...database,
    name: 'simulated-provider',
    maxConnections: 5,
  })
  add('simulated provider', books, (it) => it.destroy())
  const provider = simulatedProvider({
    db: books,
    delayMs: config.PAYMENT_SIMULATOR_DELAY_MS,
    declineRate: config.PAYMENT_SIMULATOR_DECLINE_RATE,
    loseReplyRate: config.PAYMENT_SIMULATOR_LOSE_REPLY_RATE,
    refundFailRate: config.PAYMENT_SIMULATOR_REFUND_FAIL_RATE,
  })
  const nats = add('nats', await connectNats({ url, user, password, name: 'payment', log, onLost: fail }), closeNats)
  const payment = add(
    'payment',
    await startPayment({
      db,
      databaseUrl: DATABASE_URL,
      nats,
      streamReplicas: config.NATS_STREAM_REPLICAS,
      provider,
      settings: {
        promotionTimeoutMs: config.PROMOTION_TIMEOUT_MS,
        providerTimeoutMs: config.PAYMENT_PROVIDER_TIMEOUT_MS,
      },
      log,
      registry,
    }),
  )
  const loaders = (context: Parameters<typeof createLoaders>[1]) => createLoaders(payment, context)
  const readiness = () => payment.ready()
  add(
    'server',
    await startSubgraph({
      name: 'payment',
      sdl,
      resolvers: resolvers(payment),
      loaders,
      config,
      log,
      registry,
      readiness,
    }),
  )
})
