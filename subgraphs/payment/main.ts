import { integer, oneOf, range, rate, secret, url } from '@ebook/chassis/config'
import { runWritingSubgraph, writingSubgraph } from '@ebook/chassis/writing-subgraph'
import { OWNERS, PORTS } from '../subgraphs.ts'
import { migrations } from './database.ts'
import { watchUnsettled } from './metrics.ts'
import { createLoaders } from './payment-loader.ts'
import { createPointsClient } from './points-client.ts'
import { policies } from './policies.ts'
import type { PaymentPorts, PaymentSettings } from './ports.ts'
import { boundedProvider } from './provider/bounded-provider.ts'
import { openSimulatedProvider } from './provider/open-simulated-provider.ts'
import { resolvers } from './resolvers.ts'
import { servePay } from './services/pay.ts'
import { chargeTimer, refundTimer } from './timers/settle.ts'
import { webhooks } from './webhooks.ts'

export const payment = writingSubgraph({
  name: 'payment',
  port: PORTS.payment,
  schema: new URL('./schema.graphql', import.meta.url),
  variables: {
    PROMOTION_TIMEOUT_MS: integer(610, { min: 1, max: 60_000 }),
    PAYMENT_PROVIDER_TIMEOUT_MS: integer(3_000, { min: 1, max: 60_000 }),
    PAYMENT_RETURN_URL: url(['http:', 'https:'], 'http://localhost:4000/pay/return'),
    PAYMENT_WEBHOOK_SECRET: secret().optional(),
    PAYMENT_SIMULATOR_ACTION: oneOf(['never', 'always'], 'never'),
    PAYMENT_SIMULATOR_BANK_URL: url(['http:', 'https:'], 'http://127.0.0.1:4006/bank'),
    PAYMENT_SIMULATOR_DELAY_MS: range('0'),
    PAYMENT_SIMULATOR_DECLINE_RATE: rate(0),
    PAYMENT_SIMULATOR_LOSE_REPLY_RATE: rate(0),
    PAYMENT_SIMULATOR_REFUND_FAIL_RATE: rate(0),
  },
  settings: async (config, opening): Promise<PaymentSettings> => ({
    promotionTimeoutMs: config.PROMOTION_TIMEOUT_MS,
    providerTimeoutMs: config.PAYMENT_PROVIDER_TIMEOUT_MS,
    returnUrl: config.PAYMENT_RETURN_URL,
    provider: await openSimulatedProvider(opening, {
      bankUrl: config.PAYMENT_SIMULATOR_ACTION === 'always' ? config.PAYMENT_SIMULATOR_BANK_URL : undefined,
      webhookSecret: config.PAYMENT_WEBHOOK_SECRET,
      delayMs: config.PAYMENT_SIMULATOR_DELAY_MS,
      declineRate: config.PAYMENT_SIMULATOR_DECLINE_RATE,
      loseReplyRate: config.PAYMENT_SIMULATOR_LOSE_REPLY_RATE,
      refundFailRate: config.PAYMENT_SIMULATOR_REFUND_FAIL_RATE,
    }),
  }),
  migrations,
  owners: OWNERS,
  prepare: async (db, { registry }) => watchUnsettled(registry, db),
  policies: ({ wake }) => policies(wake),
  ports: (base, around): PaymentPorts => {
    const { provider, returnUrl, promotionTimeoutMs, providerTimeoutMs } = base.settings
    return {
      ...base,
      provider: boundedProvider(provider, providerTimeoutMs, base.log),
      returnUrl,
      points: createPointsClient({ ...around, timeoutMs: promotionTimeoutMs }),
      // The longest chain of calls about one payment, and time to write down what they answered.
      leaseMs: promotionTimeoutMs + 2 * providerTimeoutMs + 1_000,
    }
  },
  routes: (ports) => [webhooks('simulated', ports)],
  timers: (ports) => [chargeTimer(ports), refundTimer(ports)],
  services: (ports, nats) => [servePay(ports, nats)],
  resolvers,
  loaders: createLoaders,
})

if (import.meta.main) await runWritingSubgraph(payment)
