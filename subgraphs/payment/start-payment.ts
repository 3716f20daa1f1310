import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import type { NatsConnection } from '@ebook/nats/connection'
import { startMessaging, type Messaging } from '@ebook/nats/messaging'
import { sql, type Kysely } from 'kysely'
import type { Cashier } from './ports.ts'
import type { PaymentDatabase } from './database.ts'
import { createPointsClient } from './points-client.ts'
import { policies } from './policies.ts'
import { boundedProvider } from './provider/bounded-provider.ts'
import type { PaymentProvider } from './provider/provider.ts'
import { servePay } from './services/pay.ts'
import type { Timer } from '@ebook/chassis/timer'
import { chargeTimer, refundTimer } from './timers/settle.ts'

export interface PaymentParts {
  readonly db: Kysely<PaymentDatabase>
  readonly databaseUrl: string
  readonly nats: NatsConnection
  readonly streamReplicas: number
  readonly provider: PaymentProvider
  readonly settings: PaymentSettings
  readonly log: Logger
  readonly registry: Registry
}

/** Durations in milliseconds. */
export interface PaymentSettings {
  /** PROMOTION_TIMEOUT_MS: how long promotion may take to lock points. */
  readonly promotionTimeoutMs: number
  /** PAYMENT_PROVIDER_TIMEOUT_MS: after which the provider's answer counts as unknown. */
  readonly providerTimeoutMs: number
}

export interface RunningPayment extends Cashier {
  readonly messaging: Messaging
  /** Why payment is not ready to serve; undefined when it is. The provider and promotion may be away. */
  ready(): Promise<string | undefined>
  /** What is asked first, then the timers, then the messages. Database and connection stay open. */
  stop(): Promise<void>
}

/** Long enough for a policy's transaction to be committed, most of the time. */
const SOON_MS = 15

/** Everything of payment that runs by itself or is asked by other subgraphs. */
export async function startPayment(parts: PaymentParts): Promise<RunningPayment> {
  const { db, nats, settings, log } = parts
  const { promotionTimeoutMs, providerTimeoutMs } = settings
  const timers: Timer[] = []
  let waking: NodeJS.Timeout | undefined
  const wake = () => {
    waking ??= setTimeout(() => {
      waking = undefined
      for (const timer of timers) timer.soon()
    }, SOON_MS)
  }
  const messaging = await startMessaging({ ...parts, context: 'payment', policies: policies(wake) })
  const cashier: Cashier = {
    db,
    provider: boundedProvider(parts.provider, providerTimeoutMs, log),
    points: createPointsClient({ ...parts, timeoutMs: promotionTimeoutMs }),
    messaging,
    wake,
    // The longest chain of calls about one payment, and time to write down what they answered.
    leaseMs: promotionTimeoutMs + 2 * providerTimeoutMs + 1_000,
    log,
  }
  timers.push(chargeTimer(cashier), refundTimer(cashier))
  const service = await servePay(cashier, nats)
  return {
    ...cashier,
    messaging,
    async ready() {
      await sql`select 1`.execute(db)
      return undefined
    },
    async stop() {
      await service.stop()
      clearTimeout(waking)
      await Promise.all(timers.map((timer) => timer.stop()))
      await messaging.stop()
    },
  }
}
