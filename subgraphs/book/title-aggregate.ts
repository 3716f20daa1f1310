import type { Transaction } from 'kysely'
import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { BookDatabase } from './database.ts'
import { AvailabilityChanged, CopyReleased, Registered } from './events.ts'
import { loadTitle, saveTitle } from './sql/title.ts'
import { decide } from './title/decide.ts'
import type { TitleCommand, TitleEvent, TitleRefusal } from './title/language.ts'
import { evolve, type Title } from './title/state.ts'

/** Tells a title something, in the caller's transaction and under the title's row lock (rule G9: never SKIP LOCKED). */
export function tellTitle(
  tx: Transaction<BookDatabase>,
  bookId: string,
  command: TitleCommand,
  cause: Cause,
): Promise<Handled<Title, TitleEvent, TitleRefusal>> {
  const rentalId = 'rentalId' in command ? command.rentalId : undefined
  // Catalogue events are tied together by the title, whatever rental led to them.
  return handleCommand(tx, titleAggregate(rentalId), bookId, command, { ...cause, correlationId: bookId })
}

/** Waits for whoever else decides about the title. Every transaction locks the title before a request. */
export async function lockTitle(tx: Transaction<BookDatabase>, bookId: string): Promise<Title | undefined> {
  return loadTitle(tx, bookId, undefined)
}

const titleAggregate = (
  rentalId: string | undefined,
): Aggregate<BookDatabase, TitleCommand, TitleEvent, Title, TitleRefusal> => ({
  type: 'Book',
  producer: 'book',
  load: (tx, id) => loadTitle(tx, id, rentalId),
  save: saveTitle,
  decide,
  evolve,
  publish,
})

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: TitleEvent, { bookId }: Title) {
  switch (event.type) {
    case 'Registered':
      return messageOf(Registered, {
        bookId,
        title: event.title,
        authors: [...event.authors],
        rentalFee: event.rentalFee,
        currency: 'KRW',
        loanPeriodDays: event.loanPeriodDays,
        maxRenewals: event.maxRenewals,
        registeredDate: event.registeredDate.toISOString(),
        ...(event.isbn13 === null ? {} : { isbn13: event.isbn13 }),
        ...(event.language === null ? {} : { language: event.language }),
      })
    case 'AvailabilityChanged': {
      const { status, copiesTotal, copiesFree } = event
      return messageOf(AvailabilityChanged, { bookId, status, copiesTotal, copiesFree, holdsWaiting: 0 })
    }
    case 'CopyReleased': {
      const { seatId: copyId, rentalId, cause } = event
      return messageOf(CopyReleased, { bookId, copyId, rentalId, cause })
    }
    case 'SeatTaken':
    case 'SeatLent':
    case 'Withdrawn':
      return undefined
  }
}
