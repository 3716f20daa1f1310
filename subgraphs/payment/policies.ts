import type { Policy } from '@ebook/nats/policy'
import type { PaymentDatabase } from './database.ts'
import { whenCancelRequested } from './policies/when-cancel-requested.ts'
import { whenRefundRequested } from './policies/when-refund-requested.ts'
import { whenRefused } from './policies/when-refused.ts'
import { whenRentalAnonymised } from './policies/when-rental-anonymised.ts'

/** Everything that payment does because others said something. `wake`: somebody should look what is to be done next. */
export const policies = (wake: () => void): Policy<PaymentDatabase>[] => [
  whenRefused(wake),
  whenCancelRequested(wake),
  whenRefundRequested(wake),
  whenRentalAnonymised,
]
