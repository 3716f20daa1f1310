import type { Ports } from '@ebook/chassis/writing-subgraph'
import type { PromotionDatabase } from './database.ts'
import type { SpendableFrom } from './promotion/language.ts'

/** What every entrance of promotion stands on. */
export type PromotionPorts = Pick<Ports<PromotionDatabase, PromotionSettings>, 'db' | 'messaging' | 'settings' | 'log'>

export interface PromotionSettings {
  /** POINTS_RATE_BPS: points for ten thousand won. */
  readonly rateBps: number
  /** POINTS_SPENDABLE_FROM: points are pending until the loan starts, or available as soon as it is paid. */
  readonly spendableFrom: SpendableFrom
  /** PROMOTION_SIMULATOR_DELAY_MS: an overloaded promotion answers after a random time in this range. */
  readonly delayMs: { readonly min: number; readonly max: number }
}
