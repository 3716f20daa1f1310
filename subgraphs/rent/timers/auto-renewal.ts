import type { RentPorts } from '../ports.ts'
import { factsToRenew } from '../renewal-facts.ts'
import { claimAllDue, type Due } from './claim-due.ts'

const BATCH = 100

/** Renews loans that are to renew by themselves, near their end (R17b). */
export async function renewByItself(rent: RentPorts, signal: AbortSignal): Promise<number | undefined> {
  const due: Due = {
    name: 'auto-renewal',
    rentals: { what: 'AUTO_RENEWAL' },
    command: {
      about: async (unit, id) => {
        const facts = await factsToRenew(rent, unit, id)
        return (now) => ({ type: 'autoRenew', facts, now })
      },
    },
    batch: BATCH,
  }
  return claimAllDue(rent, due, signal)
}
