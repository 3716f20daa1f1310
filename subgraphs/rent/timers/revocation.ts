import type { RentPorts } from '../ports.ts'
import { endRevocation, openRevocations } from '../sql/revocation.ts'
import { claimAllDue, type Due } from './claim-due.ts'

const BATCH = 500
/** An approval that was said before is heard at any moment. */
const AGAIN_MS = 500

/**
 * Takes back the loans of titles that were withdrawn with them (R24), and gives back what was paid. Whatever interrupts it,
 * the next run goes on with those that are left; what another replica has locked is skipped. Returns in how
 * many milliseconds it is to be looked again.
 */
export async function revokeLoans(rent: RentPorts, signal: AbortSignal): Promise<number | undefined> {
  let isLeft = false
  for (const { bookId, note, eventId, actor } of await openRevocations(rent.db)) {
    const due: Due = {
      name: 'revocation',
      rentals: { what: 'REVOKED', bookId },
      command: (now) => ({ type: 'revokeRental', note, now }),
      because: { causationId: eventId, actor },
      batch: BATCH,
    }
    await claimAllDue(rent, due, signal)
    if (!(await endRevocation(rent.db, bookId))) isLeft = true
  }
  return isLeft ? AGAIN_MS : undefined
}
