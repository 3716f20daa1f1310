import type { RentPorts } from '../ports.ts'
import { findDue } from '../sql/due.ts'
import { claimAllDue, type Due } from './claim-due.ts'

const BATCH = 100
/** What is over, and may have been paid all the same, is looked at again. */
const AGAIN_MS = 1_000

/**
 * Ends what was not paid in time (R6, R7). A Paid that is in the stream wins over the sweep (hard cases 7 and 13), so
 * only what became due before we had last heard everything is swept: after an outage the backlog comes first.
 */
export async function endUnpaid(rent: RentPorts, signal: AbortSignal): Promise<number | undefined> {
  const { ids, nextInMs } = await findDue(rent.db, { what: 'UNPAID', agoMs: 0 }, 1)
  if (ids.length === 0) return nextInMs
  const unheardMs = await unheardForMs(rent)
  if (unheardMs === undefined) return AGAIN_MS
  const due: Due = {
    name: 'pay-until',
    rentals: { what: 'UNPAID', agoMs: unheardMs },
    command: (now) => ({ type: 'endUnpaid', now }),
    batch: BATCH,
  }
  return claimAllDue(rent, due, signal)
}

/**
 * For how long payment may have said something that is not handled yet; undefined when nobody knows. Under load there
 * is always some message under way, and then the watermark tells up to when everything is here.
 */
async function unheardForMs({ messaging }: RentPorts): Promise<number | undefined> {
  if (await messaging.caughtUp()) return 0
  const heardUpTo = messaging.producerSeenAt('payment')
  return heardUpTo && Math.max(0, Date.now() - heardUpTo.getTime())
}
