import { Arrivals } from '@ebook/chassis/arrivals'
import { claim, counts, duration, integer, rate } from '@ebook/chassis/config'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { migrations } from './database.ts'
import { byCategory } from './member-category.ts'
import { createPaymentClient } from './payment-client.ts'
import { policies } from './policies.ts'
import type { RentPorts, RentSettings } from './ports.ts'
import { createLoaders } from './rental-loader.ts'
import { resolvers } from './resolvers.ts'
import { knownBooks } from './sql/books.ts'
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
    MEMBER_CATEGORY_CLAIM: claim().optional(),
    LOAN_LIMITS: counts({ max: 1_000_000 }),
    HOLD_LIMITS: counts({ max: 1_000_000 }),
    BLOCK_AT_POINTS_DEBT: integer(0, { max: 1_000_000_000 }),
    BLOCK_AFTER_MISSED_TURNS: integer(0, { max: 1_000 }),
    MISSED_TURNS_WITHIN: duration('P90D'),
    BLOCK_FOR_MISSED_TURNS: duration('P30D'),
    AVAILABILITY_TRUSTED_FOR: duration('PT30S'),
    HISTORY_KEPT_FOR: duration('P90D'),
  },
  settings: (config): RentSettings => ({
    payForMs: config.RENTAL_PAY_UNTIL,
    cancelWindowMs: config.RENTAL_CANCEL_WINDOW,
    renewableLastPart: config.RENEWABLE_LAST_PART,
    limits: {
      loans: config.LOAN_LIMIT,
      holds: config.HOLD_LIMIT,
      byCategory: byCategory(config.LOAN_LIMITS, config.HOLD_LIMITS),
    },
    categoryClaim: config.MEMBER_CATEGORY_CLAIM,
    rules: {
      missedTurns: {
        most: config.BLOCK_AFTER_MISSED_TURNS,
        withinMs: config.MISSED_TURNS_WITHIN,
        blockForMs: config.BLOCK_FOR_MISSED_TURNS,
      },
      pointsDebt: config.BLOCK_AT_POINTS_DEBT,
    },
    availabilityTrustedForMs: config.AVAILABILITY_TRUSTED_FOR,
    historyKeptForMs: config.HISTORY_KEPT_FOR,
    paymentTimeoutMs: config.PAYMENT_TIMEOUT_MS,
  }),
  migrations,
  owners: OWNERS,
  policies: ({ log, wake, settings }) => policies(log, wake, settings.rules),
  ports: (base, around): RentPorts => ({
    ...base,
    payment: createPaymentClient({ ...around, timeoutMs: base.settings.paymentTimeoutMs }),
    arrivals: new Arrivals((bookIds) => knownBooks(base.db, bookIds)),
  }),
  timers: startTimers,
  services: () => [],
  resolvers,
  loaders: createLoaders,
})

if (import.meta.main) await runWritingSubgraph(rent)
