import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { OpenRentalInput, OpenRentalPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { sendToRental } from './send-to-rental.ts'

/** The member opens the book, under the lock that a cancellation waits for (R23, R23b). */
export async function openRental(
  rent: RentPorts,
  { rentalId }: OpenRentalInput,
  context: RequestContext,
): Promise<OpenRentalPayload> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  const sent = await sendToRental(
    rent,
    rentalId,
    (now) => ({ type: 'openRental', userId, now }),
    causeOf(context, rentalId, 'MEMBER'),
    context.consistency,
  )
  return { rental: sent.view, userErrors: sent.kind === 'refused' ? sent.userErrors : [] }
}
