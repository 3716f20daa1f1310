import type { Kind } from '../facts.ts'

/** The page of the web application where more of it is to be seen. A link carries no token: whoever follows it signs in. */
export function linkOf(kind: Kind): string | null {
  switch (kind) {
    case 'POINTS_GIVEN':
    case 'POINTS_TAKEN':
      return '/points'
    case 'REQUESTS_WAIT':
      return '/queue'
    case 'REFUND_FAILED':
      return '/all-rentals'
    case 'CONTACT_CODE':
    case 'TEST':
      return null
    case 'PAYMENT_DECLINED':
    case 'LOAN_STARTED':
    case 'DUE_SOON':
    case 'RENEWED':
    case 'LOAN_ENDED':
    case 'REFUSED':
    case 'REFUNDED':
      return '/rentals'
  }
}
