import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readText } from '@ebook/chassis/text'
import type { RevokeRentalInput, RevokeRentalPayload } from '../generated/resolvers.ts'
import { outcomeOf } from '../outcome.ts'
import type { RentPorts } from '../ports.ts'
import { userError } from '../user-errors.ts'
import { sendToRental } from './send-to-rental.ts'

const LONGEST_NOTE = 500

/** A librarian takes a book back, and the money with it (R24). */
export async function revokeRental(
  rent: RentPorts,
  { rentalId, note }: RevokeRentalInput,
  context: RequestContext,
): Promise<RevokeRentalPayload> {
  requireRole(context, 'ADMIN')
  const written = readText(note ?? '', { least: 0, most: LONGEST_NOTE, lines: true })
  if ('wrong' in written) {
    return { rental: null, outcome: null, userErrors: [userError('INVALID_INPUT', `A note ${written.wrong}.`, 'note')] }
  }
  const sent = await sendToRental(
    rent,
    rentalId,
    (now) => ({ type: 'revokeRental', note: written.text || null, now }),
    causeOf(context, rentalId, 'ADMIN'),
    context.consistency,
  )
  return sent.kind === 'refused'
    ? { rental: sent.view, outcome: null, userErrors: sent.userErrors }
    : { rental: sent.view, outcome: outcomeOf(sent.rental, sent.events), userErrors: [] }
}
