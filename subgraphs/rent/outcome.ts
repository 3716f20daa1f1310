import type { RentalEvent } from './rental/language.ts'
import type { Rental } from './rental/state.ts'

/** What a cancellation or a return did, for the member. */
export type RentalOutcome =
  'RETURNED' | 'CANCELED' | 'CANCELING' | 'REFUND_PENDING' | 'ALREADY_RETURNED' | 'ALREADY_EXPIRED' | 'ALREADY_CANCELED'

/** `rental` is the state after `events`; no events at all means that it was so before (R20, R20b). */
export function outcomeOf(rental: Rental, events: readonly RentalEvent[]): RentalOutcome {
  const happened = new Set(events.map(({ type }) => type))
  if (happened.has('Returned')) return 'RETURNED'
  if (happened.has('Canceled')) return 'CANCELED'
  if (happened.has('CancelRequested')) return rental.paymentState === 'PENDING' ? 'CANCELING' : 'REFUND_PENDING'
  switch (rental.status) {
    case 'RETURNED':
      return 'ALREADY_RETURNED'
    case 'EXPIRED':
      return 'ALREADY_EXPIRED'
    case 'CANCELED':
      return 'ALREADY_CANCELED'
    default:
      return 'REFUND_PENDING'
  }
}
