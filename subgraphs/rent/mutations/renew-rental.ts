import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { RenewRentalInput, RenewRentalPayload } from '../generated/resolvers.ts'
import { outcomeOf } from '../outcome.ts'
import type { RentPorts } from '../ports.ts'
import { factsToRenew } from '../renewal-facts.ts'
import { sendToRental } from './send-to-rental.ts'

/** Lends for another period, once for each end that the member saw (R17). What has ended stays so (R20). */
export async function renewRental(
  rent: RentPorts,
  { rentalId, expectedDueAt }: RenewRentalInput,
  context: RequestContext,
): Promise<RenewRentalPayload> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  const seen = expectedDueAt ? new Date(expectedDueAt) : undefined
  const sent = await sendToRental(
    rent,
    rentalId,
    {
      about: async (unit, id) => {
        const facts = await factsToRenew(rent, unit, id)
        return (now) => ({ type: 'renewRental', userId, expectedDueAt: seen, facts, now })
      },
    },
    causeOf(context, rentalId, 'MEMBER'),
    context.consistency,
  )
  return sent.kind === 'refused'
    ? { rental: sent.view, outcome: null, userErrors: sent.userErrors }
    : { rental: sent.view, outcome: outcomeOf(sent.rental, sent.events), userErrors: [] }
}
