import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { DecideRentalsInput, RentalDecisionInput } from '../generated/resolvers.ts'
import type { BookPorts } from '../ports.ts'
import { userError } from '../user-errors.ts'
import { approveRental } from './approve-rental.ts'
import type { Decided } from './decide-on-request.ts'
import { refuseRental } from './refuse-rental.ts'

const MOST = 100

/**
 * Many decisions, each in a transaction of its own, one after the other: what becomes of one does not depend on another.
 * What is on a librarian's screen is known here, so that none is waited for.
 */
export async function decideRentals(ports: BookPorts, { decisions }: DecideRentalsInput, context: RequestContext) {
  requireRole(context, 'ADMIN')
  if (decisions.length > MOST) {
    const message = `At most ${MOST} decisions are made at once; these are ${decisions.length}.`
    return { decided: [], userErrors: [userError('TOO_MANY_DECISIONS', message, 'decisions')] }
  }
  const rentals = new Set(decisions.map(({ rentalId }) => rentalId.toLowerCase()))
  if (rentals.size < decisions.length) {
    const message = 'Every request is decided on once.'
    return { decided: [], userErrors: [userError('INVALID_INPUT', message, 'decisions')] }
  }
  const decided: (Decided & { readonly rentalId: string })[] = []
  for (const decision of decisions) {
    decided.push({ rentalId: decision.rentalId, ...(await decideOne(ports, decision, context)) })
  }
  return { decided, userErrors: [] }
}

function decideOne(ports: BookPorts, given: RentalDecisionInput, context: RequestContext): Promise<Decided> {
  const { decision, reasonCode, ...input } = given
  return decision === 'APPROVE'
    ? approveRental(ports, input, context, false)
    : refuseRental(ports, { ...input, reasonCode: reasonCode ?? 'POLICY' }, context, false)
}
