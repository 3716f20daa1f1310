import type { Policy } from '@ebook/nats/policy'
import type { NoticeDatabase } from './database.ts'
import { whenApprovalRequested } from './policies/when-approval-requested.ts'
import { whenCanceled, whenExpired, whenReturned } from './policies/when-ended.ts'
import { whenLoanStarted } from './policies/when-loan-started.ts'
import { whenPayDeclined } from './policies/when-pay-declined.ts'
import { whenPointsMoved } from './policies/when-points-moved.ts'
import { whenRefundFailed } from './policies/when-refund-failed.ts'
import { whenRefunded } from './policies/when-refunded.ts'
import { whenRefused } from './policies/when-refused.ts'
import { whenRented } from './policies/when-rented.ts'
import type { NoticeSettings } from './ports.ts'

/** Everything of which somebody may be told. */
export const policies = (settings: NoticeSettings): Policy<NoticeDatabase>[] => [
  whenRented(settings),
  whenApprovalRequested,
  whenLoanStarted(settings),
  whenRefused(settings),
  whenReturned,
  whenExpired(settings),
  whenCanceled,
  whenPayDeclined(settings),
  whenRefunded(settings),
  whenRefundFailed(settings),
  ...whenPointsMoved(settings),
]
