import { violates } from '@ebook/chassis/sql/violates'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { isBookHeard } from './book-heard.ts'
import type { RentDatabase } from './database.ts'
import { barOf, limitsOf } from './member/state.ts'
import type { RentPorts } from './ports.ts'
import type { Borrower, KnownBook } from './rental/language.ts'
import { keepKeys, lockMember } from './sql/member-request.ts'

/** What a member asks for under a key of theirs. */
export interface MemberRequest {
  readonly userId: string
  /** As the member’s token says; undefined where categories are nothing to the library. */
  readonly category: string | null | undefined
  readonly key: string
  readonly bookId: string
  readonly expectedFee: number | undefined
  /** The member's hold that is ready. */
  readonly holdId: string | undefined
  readonly holdIfTaken: boolean
  readonly pointsToUse: number
  readonly acceptsShorterLoan: boolean
}

/** What rent knows about a request when it decides. */
export interface RequestFacts {
  /** The owner's clock (rule G6). */
  readonly now: Date
  /** The rental of an earlier request under the same key (rule G7): `same` is false when that asked for something else. */
  readonly earlier: { readonly rentalId: string; readonly same: boolean } | undefined
  readonly book: KnownBook | undefined
  /** The member's open rental of the title; `isDue` when its loan has run out and only the sweep is late. */
  readonly open: { readonly rentalId: string; readonly isDue: boolean } | undefined
  /** The member’s token says another category than before. */
  readonly isNewCategory: boolean
  readonly borrower: Borrower
}

/** Under the member's lock, which it takes. */
export async function readFacts(
  rent: RentPorts,
  unit: UnitOfWork<RentDatabase>,
  request: MemberRequest,
): Promise<RequestFacts> {
  const { userId, category, key, bookId } = request
  const { now, earlier, book, open, openLoans, ...stored } = await lockMember(unit.tx, userId, key, bookId)
  unit.tellTime(now)
  const { limits } = rent.settings
  const isNewCategory = category !== undefined && category !== stored.member.category
  const member = isNewCategory ? { ...stored.member, category } : stored.member
  return {
    now,
    earlier: earlier && { rentalId: earlier.rentalId, same: earlier.fingerprint === fingerprintOf(request) },
    book: book && { ...book, bookId, fresh: isBookHeard(rent) },
    open,
    isNewCategory,
    borrower: {
      bar: barOf(member, 'BORROW', now),
      openLoans,
      loanLimit: limitsOf(member, limits).loans,
    },
  }
}

/** Keeps which rental a key stands for. A refused request leaves nothing behind and may be made again. */
export function keepRequest(unit: UnitOfWork<RentDatabase>, request: MemberRequest, rentalId: string): void {
  const { userId, key } = request
  unit.write(keepKeys, { userId, key, fingerprint: fingerprintOf(request), rentalId })
}

/** The database's backstop: a second open rental of one title for one member. */
export function isSecondOpenRental(error: unknown): boolean {
  return violates(error, 'rental_open_title')
}

/** What has to be the same for two requests to be the same one. */
function fingerprintOf({
  bookId,
  expectedFee,
  holdId,
  holdIfTaken,
  pointsToUse,
  acceptsShorterLoan,
}: MemberRequest): string {
  const wishes = [holdId ?? null, holdIfTaken, pointsToUse, acceptsShorterLoan]
  // A request without wishes is what it was before there were any.
  return JSON.stringify([bookId, expectedFee ?? null, ...(wishes.some(Boolean) ? wishes : [])])
}
