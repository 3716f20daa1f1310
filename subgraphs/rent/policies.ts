import type { Logger } from '@ebook/chassis/log'
import type { Policy } from '@ebook/nats/policy'
import type { RentDatabase } from './database.ts'
import { whenApproved } from './policies/when-approved.ts'
import { whenAvailabilityChanged } from './policies/when-availability-changed.ts'
import { whenBookWithdrawn } from './policies/when-book-withdrawn.ts'
import { whenDescribed } from './policies/when-described.ts'
import { whenHoldAnonymised } from './policies/when-hold-anonymised.ts'
import { whenHoldReady } from './policies/when-hold-ready.ts'
import { whenPaid } from './policies/when-paid.ts'
import { whenPayDeclined } from './policies/when-pay-declined.ts'
import { whenPayVoided } from './policies/when-pay-voided.ts'
import { whenPaymentActionRequired } from './policies/when-payment-action-required.ts'
import { whenPointsReturned } from './policies/when-points-returned.ts'
import { whenPromoCanceled } from './policies/when-promo-canceled.ts'
import { whenPromoCompleted } from './policies/when-promo-completed.ts'
import { whenPromoRestored } from './policies/when-promo-restored.ts'
import { whenRefundFailed } from './policies/when-refund-failed.ts'
import { whenRefunded } from './policies/when-refunded.ts'
import { whenRefused } from './policies/when-refused.ts'
import { whenTurnEnds } from './policies/when-turn-ends.ts'
import type { BlockingRules } from './ports.ts'

/** Everything that rent does because others said something. `wake`: somebody should look what is to be done next. */
export const policies = (log: Logger, wake: () => void, rules: BlockingRules): Policy<RentDatabase>[] => [
  ...whenDescribed(),
  whenBookWithdrawn(wake),
  whenAvailabilityChanged(),
  whenHoldReady(),
  ...whenTurnEnds(rules),
  whenHoldAnonymised,
  whenPaid(log),
  whenPayDeclined(log),
  whenPaymentActionRequired(log),
  whenPayVoided(log),
  whenApproved(log),
  whenRefused(log),
  whenRefunded(log),
  whenRefundFailed(log),
  whenPromoCompleted(log),
  whenPromoCanceled(log, rules),
  whenPromoRestored(log),
  whenPointsReturned(),
]
