import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { readText } from '@ebook/chassis/text'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { UserError, WithdrawBookInput } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import { tellHold } from '../hold-aggregate.ts'
import type { BookPorts } from '../ports.ts'
import { booksById, type BookAnswer } from '../queries/books.ts'
import { fetchCases, tellRequest } from '../request-aggregate.ts'
import { openHoldsOf } from '../sql/hold.ts'
import { waitingFor } from '../sql/request.ts'
import { fetchLines, tellTitle } from '../title-aggregate.ts'
import { userError } from '../user-errors.ts'

const LONGEST_NOTE = 500

/**
 * Out of the catalogue: who waits is refused and refunded, or waits no longer; who reads reads on, unless the loans are
 * revoked. Doing it again changes nothing, but that loans may be revoked later.
 */
export async function withdrawBook(
  { db, messaging }: BookPorts,
  input: WithdrawBookInput,
  context: RequestContext,
): Promise<BookAnswer> {
  const { sub } = requireRole(context, 'ADMIN')
  const written = readText(input.note ?? '', { least: 0, most: LONGEST_NOTE, lines: true })
  if ('wrong' in written) return refused(userError('INVALID_INPUT', `A note ${written.wrong}.`, 'note'))
  const bookId = idOf(input.bookId)
  if (bookId === undefined) return notFound
  const cause = causeOf(context, bookId, 'ADMIN')
  const eventIds = await inUnitOfWork(db, async (unit) => {
    const waiting = await waitingFor(unit.tx, bookId)
    if (waiting.length === 0) await fetchLines(unit, [bookId])
    const concerned = waiting.map((rentalId) => ({ rentalId, bookId }))
    await fetchCases(unit, concerned)
    const command = { type: 'withdraw', revoke: input.revoke ?? false, note: written.text || null } as const
    const handled = await tellTitle(unit, bookId, command, cause)
    if (handled.kind === 'refused') return undefined
    const behind = [...(await eventsBehind(unit, { type: 'Book', id: bookId }, handled))]
    const { now } = unit
    for (const rentalId of waiting) {
      const dismissed = await tellRequest(unit, rentalId, { type: 'dismiss', by: sub, now }, cause)
      const released = await tellTitle(unit, bookId, { type: 'releaseSeat', rentalId, cause: 'WITHDRAWN' }, cause)
      for (const each of [dismissed, released]) if (each.kind === 'accepted') behind.push(...each.eventIds)
    }
    for (const holdId of await openHoldsOf(unit.tx, bookId)) {
      const canceled = await tellHold(unit, holdId, { type: 'cancel', reason: 'WITHDRAWN' }, cause)
      if (canceled.kind === 'accepted') behind.push(...canceled.eventIds)
    }
    return behind
  })
  if (eventIds === undefined) return notFound
  context.consistency.said(...eventIds)
  messaging.nudge()
  const [book] = await booksById(db, [bookId])
  return { book, userErrors: [] }
}

const refused = (error: UserError): BookAnswer => ({ book: null, userErrors: [error] })

const notFound = refused(userError('BOOK_NOT_FOUND', 'There is no such title.', 'bookId'))
