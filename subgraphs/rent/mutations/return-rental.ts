import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { ReturnRentalInput, ReturnRentalPayload } from '../generated/resolvers.ts'
import { outcomeOf } from '../outcome.ts'
import type { RentPorts } from '../ports.ts'
import { sendToRental } from './send-to-rental.ts'

/** Ends a loan before its time (R15); one that has run out is EXPIRED (R16), and what has ended stays so (R20). */
export async function returnRental(
  rent: RentPorts,
  { rentalId }: ReturnRentalInput,
  context: RequestContext,
): Promise<ReturnRentalPayload> {
  const { sub: userId, roles } = requireRole(context, 'MEMBER', 'ADMIN')
  const sent = await sendToRental(
    rent,
    rentalId,
    (now) => ({ type: 'returnRental', userId, admin: roles.includes('ADMIN'), now }),
    causeOf(context, rentalId),
    context.consistency,
  )
  return sent.kind === 'refused'
    ? { rental: sent.view, outcome: null, userErrors: sent.userErrors }
    : { rental: sent.view, outcome: outcomeOf(sent.rental, sent.events), userErrors: [] }
}
