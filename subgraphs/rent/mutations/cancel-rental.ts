import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { CancelRentalInput, CancelRentalPayload } from '../generated/resolvers.ts'
import { outcomeOf } from '../outcome.ts'
import type { RentPorts } from '../ports.ts'
import { sendToRental } from './send-to-rental.ts'

/** Ends a rental before its loan (R6, R7, R9), or shortly after its start (R18, R19). Again: it says what is (R20, R20b). */
export async function cancelRental(
  rent: RentPorts,
  { rentalId }: CancelRentalInput,
  context: RequestContext,
): Promise<CancelRentalPayload> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  const sent = await sendToRental(
    rent,
    rentalId,
    (now) => ({ type: 'cancelRental', userId, now }),
    causeOf(context, rentalId, 'MEMBER'),
    context.consistency,
  )
  return sent.kind === 'refused'
    ? { rental: sent.view, outcome: null, userErrors: sent.userErrors }
    : { rental: sent.view, outcome: outcomeOf(sent.rental, sent.events), userErrors: [] }
}
