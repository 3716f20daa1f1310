import type { Kind } from '../facts.ts'

/** The page of the web application where more of it is to be seen. A link carries no token: whoever follows it signs in. */
export function linkOf(kind: Kind): string | null {
  switch (kind) {
    case 'POINTS_GIVEN':
    case 'POINTS_TAKEN':
    case 'POINTS_SPENT':
    case 'POINTS_RETURNED':
      return '/points'
    case 'REQUESTS_WAIT':
      return '/queue'
    case 'REFUND_FAILED':
      return '/all-rentals'
    case 'DEAD_LETTERS':
      return '/dead-letters'
    case 'LICENCES_END':
      return '/reports'
    case 'CONTACT_CODE':
    case 'TEST':
      return null
    case 'PAYMENT_DECLINED':
    case 'PAYMENT_WAITS':
    case 'HOLD_READY':
    case 'HOLD_ENDS_SOON':
    case 'HOLD_LAPSED':
    case 'PLACE_ENDS_SOON':
    case 'HOLD_CANCELED':
    case 'BLOCKED':
    case 'UNBLOCKED':
    case 'LOAN_STARTED':
    case 'DUE_SOON':
    case 'RENEWED':
    case 'NOT_RENEWED':
    case 'LOAN_ENDED':
    case 'TAKEN_BACK':
    case 'REFUSED':
    case 'REFUNDED':
      return '/rentals'
  }
}
