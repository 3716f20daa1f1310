import type { Policy } from '@ebook/nats/policy'
import type { PaymentDatabase } from './database.ts'
import { whenCancelRequested } from './policies/when-cancel-requested.ts'
import { whenRefundRequested } from './policies/when-refund-requested.ts'
import { whenRefused } from './policies/when-refused.ts'

/** Everything that payment does because others said something. */
export const policies: Policy<PaymentDatabase>[] = [whenRefused, whenCancelRequested, whenRefundRequested]
