import type { Logger } from '@ebook/chassis/log'
import type { Kysely } from 'kysely'
import type { PaymentDatabase } from './database.ts'
import type { PointsClient } from './points-client.ts'
import type { PaymentProvider } from './provider/provider.ts'

/** What every entrance of payment stands on. */
export interface Cashier {
  readonly db: Kysely<PaymentDatabase>
  readonly provider: PaymentProvider
  readonly points: PointsClient
  readonly messaging: {
    /** After a commit that said something to others. */
    nudge(): void
  }
  /** A hint that a payment has a next step. It may come shortly before the commit; polling is the truth behind it. */
  wake(): void
  /** How long a task is one worker's, in milliseconds: longer than the calls it makes. */
  readonly leaseMs: number
  readonly log: Logger
}
