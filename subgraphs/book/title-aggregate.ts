import { handleCommand, keep, load, statesOf, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import {
  AvailabilityChanged,
  BookWithdrawn,
  CopyReleased,
  LicenceAdded,
  LicenceEnded,
  LicenceEnding,
  LicenceRevised,
  Registered,
  Revised,
} from './events.ts'
import { saveTitles } from './sql/save-titles.ts'
import { loadTitles } from './sql/title.ts'
import { decide } from './title/decide.ts'
import type { Licence, TitleCommand, TitleEvent, TitleRefusal } from './title/language.ts'
import { evolve, type Title } from './title/state.ts'
import { tellLine } from './turns.ts'

type Unit = UnitOfWork<BookDatabase>

const titleAggregate: Aggregate<BookDatabase, TitleCommand & { readonly now: Date }, TitleEvent, Title, TitleRefusal> =
  {
    type: 'Book',
    producer: 'book',
    load: (tx, ids) => loadTitles(tx, { bookIds: ids, rentalIds: [], userIds: [], spare: 0 }),
    save: saveTitles,
    decide,
    evolve,
    publish,
  }

/**
 * A rental whose seat a title may be told of, and its member if their place in line matters; the title is the one that
 * its request is about if none is named.
 */
export interface Concerned {
  readonly rentalId: string
  readonly bookId?: string
  readonly userId?: string | null | undefined
}

/** Waits for whoever else decides about the titles (rule G9: never SKIP LOCKED). Every transaction locks them before requests. */
export async function fetchTitles(unit: Unit, concerned: readonly Concerned[]): Promise<void> {
  const bookIds = distinct(concerned.flatMap(({ bookId }) => bookId ?? []))
  const rentalIds = distinct(concerned.map(({ rentalId }) => rentalId))
  const userIds = distinct(concerned.flatMap(({ userId }) => userId ?? []))
  await keep(unit, titleAggregate, await loadTitles(unit.tx, { bookIds, rentalIds, userIds, spare: 0 }))
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)]

/** Titles with their line: as much of it as the members in question and so many seats that may come free concern. */
export async function fetchLines(
  unit: Unit,
  bookIds: readonly string[],
  { userIds = [], spare = 1 }: { readonly userIds?: readonly string[]; readonly spare?: number } = {},
): Promise<void> {
  const wanted = { bookIds: distinct(bookIds), rentalIds: [], userIds: distinct(userIds), spare }
  await keep(unit, titleAggregate, await loadTitles(unit.tx, wanted))
}

/** Of those that were fetched. */
export const knownTitle = (unit: Unit, bookId: string): Title | undefined =>
  statesOf(unit, titleAggregate).find((title) => title.bookId === bookId)

/** One title, whatever rentals there are of it. */
export const fetchTitle = (unit: Unit, bookId: string): Promise<void> => load(unit, titleAggregate, [bookId])

/**
 * Tells a title something. The rental, or the member, that it is about was fetched with it. What follows for those in its
 * line is told to them in the same unit of work: whose turn it is, who has a seat, who has lost it.
 */
export async function tellTitle(
  unit: Unit,
  bookId: string,
  command: TitleCommand,
  cause: Cause,
): Promise<Handled<Title, TitleEvent, TitleRefusal>> {
  // Catalogue events are tied together by the title, whatever rental led to them; what a member did led to them, and not
  // who that was, so that neither a title nor others in its line keep it.
  const by = cause.actor.startsWith('MEMBER:') ? ({ ...cause, actor: 'SYSTEM' } as const) : cause
  const caused = { ...by, correlationId: bookId }
  const handled = await handleCommand(unit, titleAggregate, bookId, (now) => ({ ...command, now }), caused)
  if (handled.kind === 'refused') return handled
  const eventIds = [...handled.eventIds]
  for (const event of handled.events) eventIds.push(...(await tellLine(unit, event, by)))
  return { ...handled, eventIds }
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: TitleEvent, title: Title) {
  const { bookId } = title
  switch (event.type) {
    case 'Registered':
      return messageOf(Registered, pictureOf(title))
    case 'Revised':
      return messageOf(Revised, pictureOf(title))
    case 'AvailabilityChanged': {
      const { status, copiesTotal, copiesFree, holdsWaiting, nextLoanEnds, unlimited, loansToRenew } = event
      return messageOf(AvailabilityChanged, {
        ...{ bookId, status, copiesTotal, copiesFree, holdsWaiting },
        ...(nextLoanEnds === null ? {} : { nextLoanEnds: nextLoanEnds.toISOString() }),
        ...(unlimited ? { unlimited } : {}),
        ...(loansToRenew === null ? {} : { loansToRenew }),
      })
    }
    case 'CopyReleased': {
      const { seatId: copyId, rentalId, cause } = event
      return messageOf(CopyReleased, { bookId, copyId, rentalId, cause })
    }
    case 'LicenceAdded':
      return messageOf(LicenceAdded, licenceData(bookId, event.licence))
    case 'LicenceRevised':
      return messageOf(LicenceRevised, licenceData(bookId, event.licence))
    case 'LicenceEnded': {
      const { licenceId, endedDate, cause } = event
      return messageOf(LicenceEnded, { bookId, licenceId, endedDate: endedDate.toISOString(), cause })
    }
    case 'LicenceEnding': {
      const { licenceId, cause, expiresAt, loansLeft } = event
      return messageOf(LicenceEnding, {
        ...{ bookId, licenceId, cause },
        ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
        ...(loansLeft === null ? {} : { loansLeft }),
      })
    }
    case 'BookWithdrawn': {
      const { revoke, note } = event
      return messageOf(BookWithdrawn, { bookId, revoke, ...(note === null ? {} : { note }) })
    }
    case 'SeatTaken':
    case 'SeatLent':
    case 'SeatChanged':
    case 'LoanCounted':
    case 'MemberQueued':
    case 'MemberLeft':
    case 'SeatReserved':
    case 'ReservationLost':
    case 'ChangesNext':
      return undefined
  }
}

const pictureOf = ({ bookId, title, authors, isbn13, language, ...more }: Title) => ({
  bookId,
  title,
  authors: [...authors],
  rentalFee: more.rentalFee,
  currency: 'KRW' as const,
  loanPeriodDays: more.loanPeriodDays,
  maxRenewals: more.maxRenewals,
  registeredDate: more.registeredDate.toISOString(),
  ...(isbn13 === null ? {} : { isbn13 }),
  ...(language === null ? {} : { language }),
})

const licenceData = (bookId: string, { licenceId, kind, seats, expiresAt, loansTotal, loansLeft }: Licence) => ({
  bookId,
  licenceId,
  kind,
  ...(seats === null ? {} : { seats }),
  ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
  ...(loansTotal === null ? {} : { loansTotal }),
  ...(loansLeft === null ? {} : { loansLeft }),
})
