import type { RentalRow } from '../live/my-rentals.ts'
import type { Loan } from './use-loan.ts'

export type Action = 'pay' | 'cancel' | 'return' | 'renew'

/** Nothing will become of it unless its member does this; a payment that is tried again by itself needs nobody. */
export function isUrgent(action: Action, { paymentState }: Pick<RentalRow, 'paymentState'>): boolean {
  return action === 'return' || (action === 'pay' && paymentState !== 'PENDING')
}

/** A payment that waits for its member is paid elsewhere. */
export function labelOf(action: Action, { paymentState }: Pick<RentalRow, 'paymentState'>) {
  return action === 'pay' && paymentState === 'ACTION_REQUIRED' ? 'rentals.goToPay' : (`rentals.${action}` as const)
}

/** What a member can do with a rental that stands so; the API decides in the end. What is asked first comes first. */
export function actionsOf(
  { status, paymentState }: Pick<RentalRow, 'status' | 'paymentState'>,
  loan: Loan = {},
): readonly Action[] {
  switch (status) {
    case 'RENTED':
      return paymentState === 'PAID' ? ['cancel'] : ['pay', 'cancel']
    case 'PAID':
      return ['cancel']
    case 'APPROVED':
      return [
        'return',
        ...(loan.renewableTo ? (['renew'] as const) : []),
        ...(loan.cancelableUntil ? (['cancel'] as const) : []),
      ]
    case 'REFUSED':
    case 'CANCELING':
    case 'RETURNED':
    case 'EXPIRED':
    case 'CANCELED':
      return []
  }
}
