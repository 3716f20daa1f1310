import type { RentPorts } from '../ports.ts'
import { claimAllDue, type Due } from './claim-due.ts'

const BATCH = 100

/** Ends loans that have run out (R16). They are unreadable without it; it frees the seats and tells the member. */
export async function expireDue(rent: RentPorts, signal: AbortSignal): Promise<number | undefined> {
  const due: Due = {
    name: 'due-at',
    rentals: { what: 'LOAN_OVER' },
    command: (now) => ({ type: 'expireRental', now }),
    batch: BATCH,
  }
  return claimAllDue(rent, due, signal)
}
