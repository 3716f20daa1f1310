import type { Ports } from '@ebook/chassis/writing-subgraph'
import type { PaymentDatabase } from './database.ts'
import type { PointsClient } from './points-client.ts'
import type { PaymentProvider } from './provider/provider.ts'

/** What every entrance of payment stands on. */
export interface PaymentPorts extends Pick<
  Ports<PaymentDatabase, PaymentSettings>,
  'db' | 'messaging' | 'wake' | 'log'
> {
  readonly provider: PaymentProvider
  readonly points: PointsClient
  /** The page to which a provider sends members when they have acted. */
  readonly returnUrl: string
  /** How long a task is one worker's, in milliseconds: longer than the calls it makes. */
  readonly leaseMs: number
}

/** Durations in milliseconds. */
export interface PaymentSettings {
  /** As it is; its answers are waited for within bounds. */
  readonly provider: PaymentProvider
  /** PAYMENT_RETURN_URL */
  readonly returnUrl: string
  /** PROMOTION_TIMEOUT_MS: how long promotion may take to lock points. */
  readonly promotionTimeoutMs: number
  /** PAYMENT_PROVIDER_TIMEOUT_MS: after which the provider's answer counts as unknown. */
  readonly providerTimeoutMs: number
}
