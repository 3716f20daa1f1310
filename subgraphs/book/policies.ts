import type { Policy } from '@ebook/nats/policy'
import type { BookDatabase } from './database.ts'
import { whenCancelRequested } from './policies/when-cancel-requested.ts'
import { whenCanceled } from './policies/when-canceled.ts'
import { whenExpired } from './policies/when-expired.ts'
import { whenMemberBlocked } from './policies/when-member-blocked.ts'
import { whenMemberErased } from './policies/when-member-erased.ts'
import { whenMemberRevised } from './policies/when-member-revised.ts'
import { whenMemberUnblocked } from './policies/when-member-unblocked.ts'
import { whenPaid } from './policies/when-paid.ts'
import { whenPayUntilRaised } from './policies/when-pay-until-raised.ts'
import { whenRenewed } from './policies/when-renewed.ts'
import { whenRentalAnonymised } from './policies/when-rental-anonymised.ts'
import { whenRented } from './policies/when-rented.ts'
import { whenReturned } from './policies/when-returned.ts'
import type { BookSettings } from './ports.ts'

/** Everything that book does because others said something. */
export const policies = (settings: BookSettings): Policy<BookDatabase>[] => [
  whenRented(settings),
  whenPayUntilRaised(),
  whenPaid(settings),
  whenCancelRequested(),
  whenCanceled(),
  whenReturned(),
  whenExpired(),
  whenRenewed(),
  whenMemberBlocked(),
  whenMemberUnblocked(),
  whenMemberRevised(),
  whenMemberErased(),
  whenRentalAnonymised(),
]
