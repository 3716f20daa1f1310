import type { Told } from './facts.ts'
import { paymentWaitsUntil, type Paying } from './rental.ts'

/** What is known, at the moment of sending, of what a notice is about; instants are ISO 8601. */
export interface Known {
  readonly rental: (Paying<string> & { readonly dueAt: string | null }) | null
  readonly hold: { readonly state: HoldState; readonly readyUntil: string | null } | null
  readonly block: { readonly lifted: boolean } | null
}

export type HoldState = 'WAITING' | 'READY' | 'SUSPENDED' | 'OVER'

/** Whether what was to be told is still worth telling. */
export function isStillSo({ kind, facts }: Told, { rental, hold, block }: Known): boolean {
  switch (kind) {
    case 'PAYMENT_DECLINED':
      return !rental?.paid && !rental?.ended
    case 'PAYMENT_WAITS':
      return isSame(rental && paymentWaitsUntil(rental), facts.until)
    case 'HOLD_READY':
    case 'HOLD_ENDS_SOON':
      return hold?.state === 'READY' && isSame(hold.readyUntil, facts.until)
    case 'HOLD_LAPSED':
    case 'PLACE_ENDS_SOON':
      return hold?.state === 'SUSPENDED'
    case 'LOAN_STARTED':
      return !rental?.ended
    case 'DUE_SOON':
    case 'NOT_RENEWED':
      return !rental?.ended && isSame(rental?.dueAt, facts.dueAt)
    case 'BLOCKED':
      return !block?.lifted
    default:
      return true
  }
}

/** Of two ways to write an instant. */
const isSame = (one: string | null | undefined, other: string): boolean =>
  one != null && Date.parse(one) === Date.parse(other)
