import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { WithdrawBookInput, WithdrawBookPayload } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import type { BookPorts } from '../ports.ts'
import { booksById } from '../queries/books.ts'
import { fetchCases, tellRequest } from '../request-aggregate.ts'
import { waitingFor } from '../sql/request.ts'
import { tellTitle } from '../title-aggregate.ts'
import { userError } from '../user-errors.ts'

/** Out of the catalogue: who waits is refused and refunded, who reads reads on. Doing it again changes nothing. */
export async function withdrawBook(
  { db, messaging }: BookPorts,
  input: WithdrawBookInput,
  context: RequestContext,
): Promise<WithdrawBookPayload> {
  const { sub } = requireRole(context, 'ADMIN')
  const bookId = idOf(input.bookId)
  if (bookId === undefined) return notFound
  const cause = causeOf(context, bookId, 'ADMIN')
  const eventIds = await inUnitOfWork(db, async (unit) => {
    const waiting = await waitingFor(unit.tx, bookId)
    await fetchCases(
      unit,
      waiting.map((rentalId) => ({ rentalId, bookId })),
    )
    const handled = await tellTitle(unit, bookId, { type: 'withdraw' }, cause)
    if (handled.kind === 'refused') return undefined
    const behind = [...(await eventsBehind(unit, { type: 'Book', id: bookId }, handled))]
    const { now } = unit
    for (const rentalId of waiting) {
      const dismissed = await tellRequest(unit, rentalId, { type: 'dismiss', by: sub, now }, cause)
      const released = await tellTitle(unit, bookId, { type: 'releaseSeat', rentalId, cause: 'WITHDRAWN' }, cause)
      for (const each of [dismissed, released]) if (each.kind === 'accepted') behind.push(...each.eventIds)
    }
    return behind
  })
  if (eventIds === undefined) return notFound
  context.consistency.said(...eventIds)
  messaging.nudge()
  const [book] = await booksById(db, [bookId])
  return { book, userErrors: [] }
}

const notFound: WithdrawBookPayload = {
  book: null,
  userErrors: [userError('BOOK_NOT_FOUND', 'There is no such title.', 'bookId')],
}
