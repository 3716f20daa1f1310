import type { RentalRow } from '../live/my-rentals.ts'

export type Action = 'pay' | 'cancel' | 'return'

/** Nothing will become of it unless its member does this; a payment that is tried again by itself needs nobody. */
export function isUrgent(action: Action, { paymentState }: Pick<RentalRow, 'paymentState'>): boolean {
  return action === 'return' || (action === 'pay' && paymentState !== 'PENDING')
}

/** What a member can do with a rental that stands so; the API decides in the end. */
export function actionsOf({ status, paymentState }: Pick<RentalRow, 'status' | 'paymentState'>): readonly Action[] {
  switch (status) {
    case 'RENTED':
      return paymentState === 'PAID' ? ['cancel'] : ['pay', 'cancel']
    case 'PAID':
      return ['cancel']
    case 'APPROVED':
      return ['return']
    case 'REFUSED':
    case 'CANCELING':
    case 'RETURNED':
    case 'EXPIRED':
    case 'CANCELED':
      return []
  }
}
