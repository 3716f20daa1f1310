import { handleCommand, keep, load, statesOf, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { AvailabilityChanged, CopyReleased, Registered } from './events.ts'
import { saveTitles } from './sql/save-titles.ts'
import { loadTitles } from './sql/title.ts'
import { decide } from './title/decide.ts'
import type { TitleCommand, TitleEvent, TitleRefusal } from './title/language.ts'
import { evolve, type Title } from './title/state.ts'

type Unit = UnitOfWork<BookDatabase>

const titleAggregate: Aggregate<BookDatabase, TitleCommand, TitleEvent, Title, TitleRefusal> = {
  type: 'Book',
  producer: 'book',
  load: (tx, ids) => loadTitles(tx, ids, []),
  save: saveTitles,
  decide,
  evolve,
  publish,
}

/** A rental whose seat a title may be told of; the title is the one that its request is about if none is named. */
export interface Concerned {
  readonly rentalId: string
  readonly bookId?: string
}

/** Waits for whoever else decides about the titles (rule G9: never SKIP LOCKED). Every transaction locks them before requests. */
export async function fetchTitles(unit: Unit, concerned: readonly Concerned[]): Promise<void> {
  const bookIds = concerned.flatMap(({ bookId }) => bookId ?? [])
  const rentalIds = concerned.map(({ rentalId }) => rentalId)
  await keep(unit, titleAggregate, await loadTitles(unit.tx, [...new Set(bookIds)], [...new Set(rentalIds)]))
}

/** Of those that were fetched. */
export const knownTitle = (unit: Unit, bookId: string): Title | undefined =>
  statesOf(unit, titleAggregate).find((title) => title.bookId === bookId)

/** One title, whatever rentals there are of it. */
export const fetchTitle = (unit: Unit, bookId: string): Promise<void> => load(unit, titleAggregate, [bookId])

/** Tells a title something. The rental that it is about was fetched with it. */
export function tellTitle(
  unit: Unit,
  bookId: string,
  command: TitleCommand,
  cause: Cause,
): Promise<Handled<Title, TitleEvent, TitleRefusal>> {
  // Catalogue events are tied together by the title, whatever rental led to them.
  return handleCommand(unit, titleAggregate, bookId, () => command, { ...cause, correlationId: bookId })
}

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
