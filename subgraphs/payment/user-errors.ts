import type { UserError, UserErrorCode } from './generated/resolvers.ts'
import type { PaymentRefusal } from './payment/language.ts'

type Refusal = Extract<PaymentRefusal['code'], UserErrorCode>

const messages: Record<Refusal, string> = {
  PAYMENT_NOT_FOUND: 'There is no such payment.',
  OWN_RENTAL: 'The rental is your own: another librarian gives its money back.',
  NOTHING_TO_REFUND: 'Nothing was charged, so nothing can be given back.',
  REFUND_NOT_FAILED: 'The refund has not failed, so there is nothing to try again.',
}

/** Why the domain refused, for programs and for people. */
export function userErrorOf({ code }: PaymentRefusal): UserError {
  if (code === 'RENTAL_CANCELED') throw new Error('only pay() is refused so, and no person asks that')
  return { code, message: messages[code], field: ['input', 'paymentId'] }
}
