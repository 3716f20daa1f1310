import { askPayment, retryOfLostCall } from '../ask-payment.ts'
import type { RentPorts } from '../ports.ts'
import { claimDue, type Due } from './claim-due.ts'

const BATCH = 32
/** While payment does not answer it is asked about one rental at a time, so often. */
const PROBE_MS = 250

/**
 * The durable retry behind R3: payments that were deferred, and calls of which no answer was written down. The claim
 * moves retryAfter on before payment is asked, so that no other replica asks at the same time.
 */
export async function payLater(rent: RentPorts, signal: AbortSignal): Promise<number | undefined> {
  for (;;) {
    const { isWell } = rent.payment
    const { claimed, nextInMs } = await claimDue(rent, { ...due(rent), batch: isWell ? BATCH : 1 })
    await Promise.all(claimed.map(({ rental, now, cause }) => askPayment(rent, rental, now, cause)))
    // What was asked may have been deferred again, and is then the next.
    if (claimed.length > 0 && !isWell) return PROBE_MS
    if (claimed.length === 0 || signal.aborted) return nextInMs
  }
}

const due = (rent: RentPorts): Omit<Due, 'batch'> => ({
  name: 'pay-later',
  rentals: { what: 'PAYMENT_DEFERRED' },
  command: (now) => ({ type: 'retryPayment', retryAfter: retryOfLostCall(rent, now), now }),
})
