import { duration, integer, rate } from '@ebook/chassis/config'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { BookArrivals } from './book-arrivals.ts'
import { migrations } from './database.ts'
import { createPaymentClient } from './payment-client.ts'
import { policies } from './policies.ts'
import type { RentPorts, RentSettings } from './ports.ts'
import { createLoaders } from './rental-loader.ts'
import { resolvers } from './resolvers.ts'
import { startTimers } from './timers.ts'

const A_THIRD = 1 / 3

export const rent = writingSubgraph({
  name: 'rent',
  port: PORTS.rent,
  schema: new URL('./schema.graphql', import.meta.url),
  variables: {
    // Below the 10 seconds that a request may take.
    PAYMENT_TIMEOUT_MS: integer(610, { min: 1, max: 8_000 }),
    RENTAL_PAY_UNTIL: duration('PT15M'),
    RENTAL_CANCEL_WINDOW: duration('PT24H'),
    RENEWABLE_LAST_PART: rate(A_THIRD),
    LOAN_LIMIT: integer(5, { max: 1_000_000 }),
    HOLD_LIMIT: integer(5, { max: 1_000_000 }),
    AVAILABILITY_TRUSTED_FOR: duration('PT30S'),
  },
  settings: (config): RentSettings => ({
    payForMs: config.RENTAL_PAY_UNTIL,
    cancelWindowMs: config.RENTAL_CANCEL_WINDOW,
    renewableLastPart: config.RENEWABLE_LAST_PART,
    limits: { loans: config.LOAN_LIMIT, holds: config.HOLD_LIMIT },
    availabilityTrustedForMs: config.AVAILABILITY_TRUSTED_FOR,
    paymentTimeoutMs: config.PAYMENT_TIMEOUT_MS,
  }),
  migrations,
  owners: OWNERS,
  policies: ({ log }) => policies(log),
  ports: (base, around): RentPorts => ({
    ...base,
    payment: createPaymentClient({ ...around, timeoutMs: base.settings.paymentTimeoutMs }),
    arrivals: new BookArrivals(base.db),
  }),
  timers: startTimers,
  services: () => [],
  resolvers,
  loaders: createLoaders,
})

if (import.meta.main) await runWritingSubgraph(rent)
