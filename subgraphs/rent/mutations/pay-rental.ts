import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { askPayment, retryOfLostCall } from '../ask-payment.ts'
import type { PayRentalInput, PayRentalPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { negativePoints } from '../user-errors.ts'
import { sendToRental } from './send-to-rental.ts'

/** Asks again about a pending attempt, or makes the next one after a decline (R4). */
export async function payRental(
  rent: RentPorts,
  { rentalId, pointsToUse }: PayRentalInput,
  context: RequestContext,
): Promise<PayRentalPayload> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  if (typeof pointsToUse === 'number' && pointsToUse < 0) return { rental: null, userErrors: [negativePoints] }
  const cause = causeOf(context, rentalId, 'MEMBER')
  const sent = await sendToRental(
    rent,
    rentalId,
    (now) => ({
      type: 'payRental',
      userId,
      pointsToUse: pointsToUse ?? undefined,
      retryAfter: retryOfLostCall(rent, now),
      now,
    }),
    cause,
    context.consistency,
  )
  if (sent.kind === 'refused') return { rental: sent.view, userErrors: sent.userErrors }
  // It waits for the member, who finds in the payment where to go.
  if (sent.events.length === 0) return { rental: sent.view, userErrors: [] }
  const { view, eventIds, userErrors } = await askPayment(rent, sent.rental, sent.now, cause)
  context.consistency.said(...eventIds)
  return { rental: view, userErrors }
}
