import type { Policy } from '@ebook/nats/policy'
import type { PromotionDatabase } from './database.ts'
import { whenLoanStarted } from './policies/when-loan-started.ts'
import { whenMemberErased } from './policies/when-member-erased.ts'
import { whenPaid } from './policies/when-paid.ts'
import { whenPayDeclined } from './policies/when-pay-declined.ts'
import { whenPayVoided } from './policies/when-pay-voided.ts'
import { whenRefundFailed } from './policies/when-refund-failed.ts'
import { whenRefunded } from './policies/when-refunded.ts'
import { whenRentalAnonymised } from './policies/when-rental-anonymised.ts'
import type { PromotionSettings } from './ports.ts'

/** Everything that promotion does because others said something. */
export const policies = (settings: PromotionSettings): Policy<PromotionDatabase>[] => [
  whenPaid(settings),
  whenLoanStarted,
  whenPayDeclined,
  whenPayVoided,
  whenRefunded,
  whenRefundFailed,
  whenRentalAnonymised,
  whenMemberErased,
]
