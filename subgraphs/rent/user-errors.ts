import type { UserError, UserErrorCode } from './generated/resolvers.ts'
import type { MemberRefusal, Obstacle } from './member/language.ts'
import type { RentalRefusal } from './rental/language.ts'

/** What is in the way, in a few words. */
function wordsOf(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'RENTAL_OPEN':
      return `“${obstacle.title}” is applied for, or on loan`
    case 'REFUND_UNDER_WAY':
      return `the money for “${obstacle.title}” is on its way back`
    case 'REFUND_MAY_BOUNCE':
      return `the refund of “${obstacle.title}” may come back until ${obstacle.until.toISOString()}`
    case 'TURN':
      return `“${obstacle.title ?? 'a title'}” is kept for the member until ${obstacle.until.toISOString()}`
    case 'POINTS_OWED':
      return `${obstacle.points} points are owed`
  }
}

type Refusal = RentalRefusal | MemberRefusal | { readonly code: 'IDEMPOTENCY_KEY_REUSED' | 'POINTS_INSUFFICIENT' }

const messages: {
  [Code in Refusal['code']]: string | ((refusal: Extract<Refusal, { readonly code: Code }>) => string)
} = {
  IDEMPOTENCY_KEY_REUSED: 'The key was used for another request.',
  BOOK_NOT_FOUND: 'There is no such title.',
  BOOK_WITHDRAWN: 'The title is out of the catalogue.',
  BOOK_NOT_AVAILABLE: 'Every seat of the title is taken at the moment.',
  PRICE_CHANGED: ({ rentalFee }) => `The fee is ${rentalFee} won now.`,
  MEMBER_BLOCKED: ({ message, until }) =>
    [message ?? 'The library does not allow it at the moment.', until && `Until ${until}.`].filter(Boolean).join(' '),
  MEMBERSHIP_ENDED: ({ at }) => `The membership ended at ${at.toISOString()}.`,
  LOAN_LIMIT_REACHED: ({ limit }) => `You have ${limit} titles at once, as many as you may: give one back first.`,
  BLOCK_NOT_FOUND: 'There is no such block of this member.',
  TOO_MANY_BLOCKS: ({ most }) => `The member has ${most} blocks: lift one first.`,
  ERASURE_BLOCKED: ({ inTheWay }) =>
    `The member cannot be erased yet, because of ${inTheWay.length} things: ${inTheWay.map(wordsOf).join('; ')}.`,
  LOAN_WOULD_BE_SHORT: ({ ends }) =>
    `The library may lend the title until ${ends.toISOString()} only: accept that, or wait.`,
  POINTS_EXCEED_FEE: ({ rentalFee }) => `The fee is ${rentalFee} won: more points are not needed.`,
  POINTS_LEAVE_TOO_LITTLE: ({ minimum }) =>
    `A payment is of ${minimum} won at least: use fewer points, or pay all with points.`,
  POINTS_INSUFFICIENT: 'You have fewer points than that: nothing was charged. Pay with fewer points, or without.',
  LOAN_ENDED: 'The rental has ended, or is ending.',
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
  LOAN_ENDED: 'rentalId',
  LOAN_WOULD_BE_SHORT: 'acceptsShorterLoan',
  POINTS_EXCEED_FEE: 'pointsToUse',
  POINTS_LEAVE_TOO_LITTLE: 'pointsToUse',
  POINTS_INSUFFICIENT: 'pointsToUse',
  BLOCK_NOT_FOUND: 'blockId',
  TOO_MANY_BLOCKS: 'userId',
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

export const negativePoints = userError('INVALID_INPUT', 'Points are not negative.', 'pointsToUse')

/** Why a request was refused, for programs and for people. */
export function userErrorOf(refusal: Refusal): UserError {
  // The one of its own code, which TypeScript does not follow.
  const message = messages[refusal.code] as string | ((refusal: Refusal) => string)
  return userError(refusal.code, typeof message === 'string' ? message : message(refusal))
}
