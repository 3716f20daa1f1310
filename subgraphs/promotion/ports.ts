import type { Logger } from '@ebook/chassis/log'
import type { Kysely } from 'kysely'
import type { PromotionDatabase } from './database.ts'
import type { SpendableFrom } from './promotion/language.ts'

/** What every entrance of promotion stands on. */
export interface Rewards {
  readonly db: Kysely<PromotionDatabase>
  readonly messaging: {
    /** After a commit that said something to others. */
    nudge(): void
  }
  readonly settings: RewardSettings
  readonly log: Logger
}

export interface RewardSettings {
  /** POINTS_RATE_BPS: points for ten thousand won. */
  readonly rateBps: number
  /** POINTS_SPENDABLE_FROM: points are pending until the loan starts, or available as soon as it is paid. */
  readonly spendableFrom: SpendableFrom
  /** PROMOTION_SIMULATOR_DELAY_MS: an overloaded promotion answers after a random time in this range. */
  readonly delayMs: { readonly min: number; readonly max: number }
}
