import type { UserError, UserErrorCode } from './generated/resolvers.ts'
import type { RentalRefusal } from './rental/language.ts'

type Refusal = RentalRefusal | { readonly code: 'IDEMPOTENCY_KEY_REUSED' }

const messages: {
  [Code in Refusal['code']]: string | ((refusal: Extract<Refusal, { readonly code: Code }>) => string)
} = {
  IDEMPOTENCY_KEY_REUSED: 'The key was used for another request.',
  BOOK_NOT_FOUND: 'There is no such title.',
  BOOK_WITHDRAWN: 'The title is out of the catalogue.',
  BOOK_NOT_AVAILABLE: 'Every seat of the title is taken at the moment.',
  PRICE_CHANGED: ({ rentalFee }) => `The fee is ${rentalFee} won now.`,
  ALREADY_RENTED: 'You have an open rental of this title already.',
  RENTAL_NOT_FOUND: 'There is no such rental.',
  NOT_PAYABLE: 'The rental is not waiting for a payment.',
  CANCEL_WINDOW_CLOSED: 'The loan has begun: it can be returned, not canceled.',
  NOT_ON_LOAN: 'The rental is not on loan.',
  NOT_READABLE_YET: 'The loan has not begun yet.',
  NOT_READABLE: ({ status }) => `The book cannot be read any more: the rental is ${status}.`,
  RENEWAL_LIMIT: ({ maxRenewals }) =>
    maxRenewals === 0
      ? 'This loan cannot be renewed.'
      : `The loan was renewed ${maxRenewals} times, as often as it can be.`,
  LICENCE_ENDS: ({ at }) => `The library may lend the title until ${at.toISOString()}, and no longer.`,
  RENEWAL_TOO_EARLY: ({ from }) => `The loan can be renewed from ${from.toISOString()} on.`,
  HOLDS_WAITING: ({ count }) => `Others wait for the title: ${count}.`,
  RENEWAL_UNKNOWN: ({ retryAfterMs }) =>
    `Whether others wait for the title is not known just now; try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`,
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
  NOT_READABLE_YET: 'rentalId',
  NOT_READABLE: 'rentalId',
  RENEWAL_LIMIT: 'rentalId',
  LICENCE_ENDS: 'rentalId',
  RENEWAL_TOO_EARLY: 'rentalId',
  HOLDS_WAITING: 'rentalId',
  RENEWAL_UNKNOWN: 'rentalId',
}

export function userError(code: UserErrorCode, message: string, field = fields[code]): UserError {
  return { code, message, field: field === undefined ? null : ['input', field] }
}

/** Why a request was refused, for programs and for people. */
export function userErrorOf(refusal: Refusal): UserError {
  // The one of its own code, which TypeScript does not follow.
  const message = messages[refusal.code] as string | ((refusal: Refusal) => string)
  return userError(refusal.code, typeof message === 'string' ? message : message(refusal))
}
