import type { RequestContext } from '@ebook/chassis/request'
import type { ApproveRentalInput } from '../generated/resolvers.ts'
import type { BookPorts } from '../ports.ts'
import { tellTitle } from '../title-aggregate.ts'
import { approvalOf } from '../title/state.ts'
import { decideOnRequest, type Decided } from './decide-on-request.ts'

export async function approveRental(
  ports: BookPorts,
  { rentalId, expectedVersion }: ApproveRentalInput,
  context: RequestContext,
  isPatient = true,
): Promise<Decided> {
  return decideOnRequest(
    ports,
    rentalId,
    context,
    (by, title, now) => ({
      type: 'approve',
      by,
      ...approvalOf(title, rentalId),
      expectedVersion: expectedVersion ?? undefined,
      now,
    }),
    async (unit, request, cause) => {
      const lent = await tellTitle(unit, request.bookId, { type: 'lendSeat', rentalId: request.rentalId }, cause)
      // A case before the librarian has a seat. Should it ever have none, then nothing is approved.
      if (lent.kind === 'refused') throw new Error(`rental ${request.rentalId} is to be approved without a seat`)
      return lent.eventIds
    },
    isPatient,
  )
}
