import type { UserError, UserErrorCode } from './generated/resolvers.ts'
import type { PaymentRefusal } from './payment/language.ts'

type Refusal = Extract<PaymentRefusal['code'], UserErrorCode> | 'NOT_WAITING_FOR_YOU' | 'PROOF_REFUSED'

const messages: Record<Refusal, string> = {
  PAYMENT_NOT_FOUND: 'There is no such payment.',
  OWN_RENTAL: 'The rental is your own: another librarian gives its money back.',
  NOT_WAITING_FOR_YOU: 'The payment does not wait for you.',
  PROOF_REFUSED: 'The payment provider does not know what you brought back from its page; nothing was changed.',
  NOTHING_TO_REFUND: 'Nothing was charged, so nothing can be given back.',
  REFUND_NOT_FAILED: 'The refund has not failed, so there is nothing to try again.',
}

/** Why the domain refused, for programs and for people. */
export function userErrorOf({ code }: PaymentRefusal | { readonly code: Refusal }): UserError {
  if (code === 'RENTAL_CANCELED') throw new Error('only pay() is refused so, and no person asks that')
  return { code, message: messages[code], field: ['input', code === 'PROOF_REFUSED' ? 'proof' : 'paymentId'] }
}
