import { askPayment, retryOfLostCall } from '../ask-payment.ts'
import type { RentPorts } from '../ports.ts'
import { claimDue, type Due } from './claim-due.ts'

const BATCH = 32

/**
 * The durable retry behind R3: payments that were deferred, and calls of which no answer was written down. The claim
 * moves retryAfter on before payment is asked, so that no other replica asks at the same time.
 */
export async function payLater(rent: RentPorts, signal: AbortSignal): Promise<void> {
  for (let asked = BATCH; asked === BATCH && !signal.aborted;) {
    const claimed = await claimDue(rent, { ...due(rent), batch: rent.payment.isWell ? BATCH : 1 })
    await Promise.all(claimed.map(({ rental, now, cause }) => askPayment(rent, rental, now, cause)))
    asked = claimed.length
  }
}

const due = (rent: RentPorts): Omit<Due, 'batch'> => ({
  name: 'pay-later',
  rentals: { what: 'PAYMENT_DEFERRED' },
  command: (now) => ({ type: 'retryPayment', retryAfter: retryOfLostCall(rent, now), now }),
})
