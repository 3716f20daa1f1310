import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { SetAutoRenewalInput, SetAutoRenewalPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { sendToRental } from './send-to-rental.ts'

/** The member lets the loan renew by itself, or no more (R17b). */
export async function setAutoRenewal(
  rent: RentPorts,
  { rentalId, on }: SetAutoRenewalInput,
  context: RequestContext,
): Promise<SetAutoRenewalPayload> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  const sent = await sendToRental(
    rent,
    rentalId,
    () => ({ type: 'setAutoRenewal', userId, on }),
    causeOf(context, rentalId, 'MEMBER'),
    context.consistency,
  )
  return { rental: sent.view, userErrors: sent.kind === 'refused' ? sent.userErrors : [] }
}
