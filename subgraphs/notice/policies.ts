import type { Policy } from '@ebook/nats/policy'
import type { NoticeDatabase } from './database.ts'
import { whenApprovalRequested } from './policies/when-approval-requested.ts'
import { whenAutoRenewalPutOff } from './policies/when-auto-renewal-put-off.ts'
import { whenBlocked, whenUnblocked } from './policies/when-blocked.ts'
import { whenCanceled, whenCancelRequested, whenExpired, whenReturned } from './policies/when-ended.ts'
import { whenHoldAnonymised } from './policies/when-hold-anonymised.ts'
import { whenHoldChanged } from './policies/when-hold-changed.ts'
import { whenLoanStarted } from './policies/when-loan-started.ts'
import { whenMemberErased } from './policies/when-member-erased.ts'
import { whenPayDeclined } from './policies/when-pay-declined.ts'
import { whenPaymentActionRequired } from './policies/when-payment-action-required.ts'
import { whenPointsMoved } from './policies/when-points-moved.ts'
import { whenRefundFailed } from './policies/when-refund-failed.ts'
import { whenRefunded } from './policies/when-refunded.ts'
import { whenRefused } from './policies/when-refused.ts'
import { whenRenewed } from './policies/when-renewed.ts'
import { whenRentalAnonymised } from './policies/when-rental-anonymised.ts'
import { whenRented } from './policies/when-rented.ts'
import { whenTitleChanged } from './policies/when-title-changed.ts'
import type { Telling } from './ports.ts'

/** Everything of which somebody may be told. */
export const policies = (telling: Telling): Policy<NoticeDatabase>[] => [
  whenRented(telling),
  whenApprovalRequested,
  whenLoanStarted(telling),
  whenRenewed(telling),
  whenAutoRenewalPutOff(telling),
  whenRefused(telling),
  whenReturned,
  whenExpired(telling),
  whenCancelRequested(telling),
  whenCanceled(telling),
  whenPayDeclined(telling),
  whenPaymentActionRequired,
  whenRefunded(telling),
  whenRefundFailed(telling),
  ...whenPointsMoved(telling),
  ...whenHoldChanged(telling),
  whenBlocked(telling),
  whenUnblocked(telling),
  ...whenTitleChanged,
  whenRentalAnonymised,
  whenHoldAnonymised,
  whenMemberErased,
]
