import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readText } from '@ebook/chassis/text'
import type { RefuseRentalInput, RefusalReason } from '../generated/resolvers.ts'
import type { BookPorts } from '../ports.ts'
import { tellTitle } from '../title-aggregate.ts'
import { userError } from '../user-errors.ts'
import { decideOnRequest, type Decided } from './decide-on-request.ts'

const LONGEST_NOTE = 500
/** What only a rule can find: no seat, no time. */
const SYSTEMS_OWN: readonly RefusalReason[] = ['NO_COPY', 'DECISION_TIMEOUT', 'LICENCE_ENDED']

export async function refuseRental(
  ports: BookPorts,
  input: RefuseRentalInput,
  context: RequestContext,
  isPatient = true,
): Promise<Decided> {
  requireRole(context, 'ADMIN')
  const { rentalId, reasonCode, expectedVersion } = input
  const written = readText(input.note ?? '', { least: 0, most: LONGEST_NOTE, lines: true })
  if (SYSTEMS_OWN.includes(reasonCode)) {
    return invalid('reasonCode', `${reasonCode} is not a librarian's reason: take POLICY, MEMBER_BLOCKED or WITHDRAWN.`)
  }
  if ('wrong' in written) return invalid('note', `A note ${written.wrong}.`)
  const note = written.text || null
  return decideOnRequest(
    ports,
    rentalId,
    context,
    (by, _, now) => ({ type: 'refuse', by, reasonCode, note, expectedVersion: expectedVersion ?? undefined, now }),
    async (unit, { bookId, rentalId }, cause) => {
      const released = await tellTitle(unit, bookId, { type: 'releaseSeat', rentalId, cause: 'REFUSED' }, cause)
      return released.kind === 'accepted' ? released.eventIds : []
    },
    isPatient,
  )
}

function invalid(field: string, message: string): Decided {
  return { request: null, alreadyDecided: false, userErrors: [userError('INVALID_INPUT', message, field)] }
}
