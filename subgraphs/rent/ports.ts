import type { Arrivals } from '@ebook/chassis/arrivals'
import type { Ports } from '@ebook/chassis/writing-subgraph'
import type { RentDatabase } from './database.ts'
import type { Standards } from './member/language.ts'
import type { PaymentClient } from './payment-client.ts'

/** What every entrance of rent stands on. */
export interface RentPorts extends Pick<
  Ports<RentDatabase, RentSettings>,
  'db' | 'messaging' | 'settings' | 'log' | 'wake'
> {
  readonly payment: PaymentClient
  /** Of titles. */
  readonly arrivals: Arrivals
}

/** By which the library blocks members without a librarian. */
export interface BlockingRules {
  readonly missedTurns: MissedTurnsRule
  /** BLOCK_AT_POINTS_DEBT: who owes so many points may borrow nothing; 0: nobody is blocked for that. */
  readonly pointsDebt: number
}

/** Who lets so many turns pass within a time may place no holds for another. */
export interface MissedTurnsRule {
  /** BLOCK_AFTER_MISSED_TURNS; 0: nobody is blocked for that. */
  readonly most: number
  /** MISSED_TURNS_WITHIN */
  readonly withinMs: number
  /** BLOCK_FOR_MISSED_TURNS */
  readonly blockForMs: number
}

/** Durations in milliseconds. */
export interface RentSettings {
  /** RENTAL_PAY_UNTIL: from the application to payUntil. */
  readonly payForMs: number
  /** RENTAL_CANCEL_WINDOW: how long after its start a loan can still be canceled, if it was not opened. */
  readonly cancelWindowMs: number
  /** RENEWABLE_LAST_PART: the share of a period, before the loan's end, in which it can be renewed. */
  readonly renewableLastPart: number
  /** LOAN_LIMIT, HOLD_LIMIT, LOAN_LIMITS, HOLD_LIMITS: of a member for whom no other is set. */
  readonly limits: Standards
  /** MEMBER_CATEGORY_CLAIM: where a token says of what category its member is; if there are any. */
  readonly categoryClaim?: readonly string[] | undefined
  readonly rules: BlockingRules
  /** HISTORY_KEPT_FOR: how long after a rental's end whose it was is known. */
  readonly historyKeptForMs: number
  /** AVAILABILITY_TRUSTED_FOR: how long a title's availability says something after book was last heard. */
  readonly availabilityTrustedForMs: number
  /** PAYMENT_TIMEOUT_MS: how long a member waits for the payment's answer. */
  readonly paymentTimeoutMs: number
}
