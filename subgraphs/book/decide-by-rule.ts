import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { tellRequest } from './request-aggregate.ts'
import { SYSTEM, type PaidRental } from './request/language.ts'
import { readBorrower } from './sql/member.ts'
import { knownTitle, tellTitle } from './title-aggregate.ts'
import { approvalOf } from './title/state.ts'

/** Where the title lets a rule decide, and the member may borrow, the loan is approved at once, at night too (D15). */
export async function decideByRule(
  unit: UnitOfWork<BookDatabase>,
  { rentalId, bookId, userId }: PaidRental,
  cause: Cause,
): Promise<void> {
  const title = knownTitle(unit, bookId)
  if (title === undefined || title.automaticAfter === null) return
  const { goodLoans, isBlocked } = await readBorrower(unit.tx, userId, title.automaticAfter)
  if (isBlocked || goodLoans < title.automaticAfter) return
  const command = { type: 'approve', by: SYSTEM, expectedVersion: undefined, ...approvalOf(title, rentalId) } as const
  const decided = await tellRequest(unit, rentalId, { ...command, now: unit.now }, cause)
  if (decided.kind === 'accepted') await tellTitle(unit, bookId, { type: 'lendSeat', rentalId }, cause)
}
