import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { isbnTaken, isIsbnTaken, readDescription, type Description } from '../describe-title.ts'
import type { ReviseBookInput, UserError } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import type { BookPorts } from '../ports.ts'
import { booksById, type BookAnswer } from '../queries/books.ts'
import { fetchLines, knownTitle, tellTitle } from '../title-aggregate.ts'
import type { Title } from '../title/state.ts'
import { bookNotFound, bookWithdrawn } from '../user-errors.ts'

/** A title is described anew, as a whole; who has paid keeps what was paid for. Doing it again changes nothing. */
export async function reviseBook(
  { db, messaging }: BookPorts,
  input: ReviseBookInput,
  context: RequestContext,
): Promise<BookAnswer> {
  requireRole(context, 'ADMIN')
  const refused = (...userErrors: UserError[]): BookAnswer => ({ book: null, userErrors })
  const bookId = idOf(input.bookId)
  if (bookId === undefined) return refused(bookNotFound)
  const cause = causeOf(context, bookId, 'ADMIN')
  try {
    const outcome = await inUnitOfWork(db, async (unit) => {
      await fetchLines(unit, [bookId])
      const title = knownTitle(unit, bookId)
      if (title === undefined) return [bookNotFound]
      const reading = readDescription(descriptionOf(title, input))
      if (reading.userErrors) return reading.userErrors
      const handled = await tellTitle(unit, bookId, { type: 'revise', described: reading.described }, cause)
      if (handled.kind === 'refused') return [bookWithdrawn]
      context.consistency.said(...(await eventsBehind(unit, { type: 'Book', id: bookId }, handled)))
      return []
    })
    if (outcome.length > 0) return refused(...outcome)
  } catch (error) {
    if (!isIsbnTaken(error)) throw error
    return refused(isbnTaken)
  }
  messaging.nudge()
  const [book] = await booksById(db, [bookId])
  return { book, userErrors: [] }
}

/** What is left out is as it was. */
function descriptionOf(title: Title, input: ReviseBookInput): Description {
  const { automaticAfter } = title
  return {
    title: input.title ?? title.title,
    authors: input.authors ?? title.authors,
    isbn13: input.isbn13 === undefined ? title.isbn13 : input.isbn13,
    language: input.language === undefined ? title.language : input.language,
    rentalFee: input.rentalFee ?? title.rentalFee,
    loanPeriodDays: input.loanPeriodDays ?? title.loanPeriodDays,
    maxRenewals: input.maxRenewals ?? title.maxRenewals,
    approval: input.approval ?? (automaticAfter === null ? 'LIBRARIAN' : 'AUTOMATIC'),
    automaticAfterLoans: input.automaticAfterLoans ?? automaticAfter ?? 0,
  }
}
