import { causeOf } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { ApproveRentalInput } from '../generated/resolvers.ts'
import type { Library } from '../library.ts'
import { tellTitle } from '../title-aggregate.ts'
import { decideOnRequest, type Decided } from './decide-on-request.ts'

export async function approveRental(
  library: Library,
  { rentalId, expectedVersion }: ApproveRentalInput,
  context: RequestContext,
): Promise<Decided> {
  return decideOnRequest(
    library,
    rentalId,
    context,
    (by, { loanPeriodDays }, now) => ({
      type: 'approve',
      by,
      loanPeriodDays,
      expectedVersion: expectedVersion ?? undefined,
      now,
    }),
    (tx, { bookId }) => tellTitle(tx, bookId, { type: 'lendSeat', rentalId }, causeOf(context, rentalId, 'ADMIN')),
  )
}
