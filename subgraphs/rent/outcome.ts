import type { RentalEvent } from './rental/language.ts'
import { isUnderWay, type Rental } from './rental/state.ts'

/** What a cancellation, a return or a renewal did, for the member. */
export type RentalOutcome =
  | 'RETURNED'
  | 'CANCELED'
  | 'CANCELING'
  | 'REFUND_PENDING'
  | 'RENEWED'
  | 'ALREADY_RETURNED'
  | 'ALREADY_EXPIRED'
  | 'ALREADY_CANCELED'
  | 'ALREADY_RENEWED'

/** `rental` is the state after `events`; no events at all means that it was so before (R20, R20b). */
export function outcomeOf(rental: Rental, events: readonly RentalEvent[]): RentalOutcome {
  const happened = new Set(events.map(({ type }) => type))
  if (happened.has('Returned')) return 'RETURNED'
  if (happened.has('Renewed')) return 'RENEWED'
  if (happened.has('Canceled')) return 'CANCELED'
  if (happened.has('CancelRequested')) return isUnderWay(rental) ? 'CANCELING' : 'REFUND_PENDING'
  switch (rental.status) {
    case 'RETURNED':
      return 'ALREADY_RETURNED'
    case 'EXPIRED':
      return 'ALREADY_EXPIRED'
    case 'CANCELED':
      return 'ALREADY_CANCELED'
    case 'APPROVED':
      // A loan is returned, or refused to be canceled: only a renewal leaves it as it was (R17).
      return 'ALREADY_RENEWED'
    default:
      return 'REFUND_PENDING'
  }
}
