import type { UserError, UserErrorCode } from './generated/resolvers.ts'
import type { RentalRefusal } from './rental/language.ts'

type Refusal = RentalRefusal | { readonly code: 'IDEMPOTENCY_KEY_REUSED' }

const messages: Record<Exclude<Refusal['code'], 'PRICE_CHANGED'>, string> = {
  IDEMPOTENCY_KEY_REUSED: 'The key was used for another request.',
  BOOK_NOT_FOUND: 'There is no such title.',
  BOOK_WITHDRAWN: 'The title is out of the catalogue.',
  BOOK_NOT_AVAILABLE: 'Every seat of the title is taken at the moment.',
  ALREADY_RENTED: 'You have an open rental of this title already.',
  RENTAL_NOT_FOUND: 'There is no such rental.',
  NOT_PAYABLE: 'The rental is not waiting for a payment.',
  CANCEL_WINDOW_CLOSED: 'The loan has begun: it can be returned, not canceled.',
  NOT_ON_LOAN: 'The rental is not on loan.',
}

const fields: Partial<Record<UserErrorCode, string>> = {
  BOOK_NOT_FOUND: 'bookId',
  BOOK_WITHDRAWN: 'bookId',
  BOOK_NOT_AVAILABLE: 'bookId',
  ALREADY_RENTED: 'bookId',
  PRICE_CHANGED: 'expectedFee',
  IDEMPOTENCY_KEY_REUSED: 'idempotencyKey',
  RENTAL_NOT_FOUND: 'rentalId',
  NOT_PAYABLE: 'rentalId',
  CANCEL_WINDOW_CLOSED: 'rentalId',
  NOT_ON_LOAN: 'rentalId',
}

export function userError(code: UserErrorCode, message: string, field = fields[code]): UserError {
  return { code, message, field: field === undefined ? null : ['input', field] }
}

/** Why a request was refused, for programs and for people. */
export function userErrorOf(refusal: Refusal): UserError {
  return refusal.code === 'PRICE_CHANGED'
    ? userError(refusal.code, `The fee is ${refusal.rentalFee} won now.`)
    : userError(refusal.code, messages[refusal.code])
}
