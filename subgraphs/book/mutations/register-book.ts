import { v7 as uuidv7 } from 'uuid'
import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { isBetween, isbnTaken, isIsbnTaken, readDescription } from '../describe-title.ts'
import type { RegisterBookInput } from '../generated/resolvers.ts'
import type { BookPorts } from '../ports.ts'
import { booksById, type BookAnswer } from '../queries/books.ts'
import { MOST_SEATS } from '../read-licence.ts'
import { fetchTitle, tellTitle } from '../title-aggregate.ts'
import { userError } from '../user-errors.ts'

export async function registerBook(
  { db, messaging }: BookPorts,
  input: RegisterBookInput,
  context: RequestContext,
): Promise<BookAnswer> {
  requireRole(context, 'ADMIN')
  const seatsTotal = input.seats ?? 1
  const reading = readDescription(input)
  const tooMany = isBetween(seatsTotal, 1, MOST_SEATS)
    ? []
    : [userError('INVALID_INPUT', `A title has 1 to ${MOST_SEATS} seats.`, 'seats')]
  const userErrors = [...(reading.userErrors ?? []), ...tooMany]
  if (reading.userErrors || userErrors.length > 0) return { book: null, userErrors }

  const bookId = uuidv7()
  const cause = causeOf(context, bookId, 'ADMIN')
  try {
    const eventIds = await inUnitOfWork(db, async (unit) => {
      await fetchTitle(unit, bookId)
      const title = { ...reading.described, seatsTotal, bookId, registeredDate: unit.now }
      const handled = await tellTitle(unit, bookId, { type: 'register', title }, cause)
      return eventsBehind(unit, { type: 'Book', id: bookId }, handled)
    })
    context.consistency.said(...eventIds)
  } catch (error) {
    if (!isIsbnTaken(error)) throw error
    return { book: null, userErrors: [isbnTaken] }
  }
  messaging.nudge()
  const [book] = await booksById(db, [bookId])
  return { book, userErrors: [] }
}
