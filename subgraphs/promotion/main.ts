import { integer, oneOf, range } from '@ebook/chassis/config'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { migrations } from './database.ts'
import { createLoaders } from './points-loader.ts'
import { policies } from './policies.ts'
import type { PromotionPorts, PromotionSettings } from './ports.ts'
import { resolvers } from './resolvers.ts'
import { serveLockRevocation } from './services/lock-revocation.ts'
import { serveSpendPoints } from './services/spend-points.ts'

export const promotion = writingSubgraph({
  name: 'promotion',
  port: PORTS.promotion,
  schema: new URL('./schema.graphql', import.meta.url),
  variables: {
    POINTS_RATE_BPS: integer(1_000, { max: 10_000 }),
    POINTS_SPENDABLE_FROM: oneOf(['PAID', 'APPROVED'], 'APPROVED'),
    PROMOTION_SIMULATOR_DELAY_MS: range('0'),
  },
  settings: (config): PromotionSettings => ({
    rateBps: config.POINTS_RATE_BPS,
    spendableFrom: config.POINTS_SPENDABLE_FROM,
    delayMs: config.PROMOTION_SIMULATOR_DELAY_MS,
  }),
  migrations,
  owners: OWNERS,
  policies: ({ settings }) => policies(settings),
  ports: (base): PromotionPorts => base,
  timers: () => [],
  services: (ports, nats) => [serveLockRevocation(ports, nats), serveSpendPoints(ports, nats)],
  resolvers,
  loaders: createLoaders,
})

if (import.meta.main) await runWritingSubgraph(promotion)
