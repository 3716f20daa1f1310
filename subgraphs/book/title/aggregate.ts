import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import { sql, type Transaction } from 'kysely'
import type { BookDatabase, StoredTitle } from '../database.ts'
import { AvailabilityChanged, CopyReleased, Registered } from '../events.ts'
import { list } from '../list-titles.ts'
import { decide } from './decide.ts'
import type { TitleCommand, TitleEvent, TitleRefusal } from './language.ts'
import { evolve, type Allocation, type Title } from './state.ts'

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

async function loadTitle(
  tx: Transaction<BookDatabase>,
  bookId: string,
  rentalId: string | undefined,
): Promise<Title | undefined> {
  const row = await tx.selectFrom('title').selectAll().where('book_id', '=', bookId).forUpdate().executeTakeFirst()
  if (!row) return undefined
  const [free, allocation] =
    rentalId === undefined ? [undefined, undefined] : [await freeSeat(tx, bookId), await openAllocation(tx, rentalId)]
  const { searchText: _, ...stored } = fieldsOf<StoredTitle>(row)
  return { ...stored, nextFreeSeat: free, allocation }
}

async function freeSeat(tx: Transaction<BookDatabase>, bookId: string): Promise<string | undefined> {
  const seat = await tx
    .selectFrom('seat')
    .select('id')
    .where('book_id', '=', bookId)
    .where('state', '=', 'POSSIBLE')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return seat?.id
}

async function openAllocation(tx: Transaction<BookDatabase>, rentalId: string): Promise<Allocation | undefined> {
  const row = await tx
    .selectFrom('allocation')
    .innerJoin('seat', 'seat.id', 'allocation.seat_id')
    .select(['allocation.seat_id', 'seat.state'])
    .where('allocation.rental_id', '=', rentalId)
    .where('allocation.closed_at', 'is', null)
    .executeTakeFirst()
  return row && { rentalId, seatId: row.seat_id, state: row.state === 'APPROVED' ? 'APPROVED' : 'PAID' }
}

async function saveTitle(
  tx: Transaction<BookDatabase>,
  bookId: string,
  title: Title,
  previous: Title | undefined,
): Promise<void> {
  if (previous === undefined) return insertTitle(tx, title)
  const { withdrawn, seatsFree } = title
  await tx.updateTable('title').set({ withdrawn, seats_free: seatsFree }).where('book_id', '=', bookId).execute()
  if (withdrawn && !previous.withdrawn) {
    await tx.deleteFrom('listing').where('book_id', '=', bookId).execute()
    await tx
      .updateTable('seat')
      .set({ state: 'WITHDRAWN' })
      .where('book_id', '=', bookId)
      .where('state', '=', 'POSSIBLE')
      .execute()
  }
  await saveAllocation(tx, title, previous)
}

async function saveAllocation(tx: Transaction<BookDatabase>, title: Title, previous: Title): Promise<void> {
  const { allocation: is, bookId } = title
  const { allocation: was } = previous
  const seatId = is?.seatId ?? was?.seatId
  if (seatId === undefined || is?.state === was?.state) return
  const state = is?.state ?? (title.withdrawn ? 'WITHDRAWN' : 'POSSIBLE')
  await tx.updateTable('seat').set({ state }).where('id', '=', seatId).execute()
  if (is && !was) {
    await tx.insertInto('allocation').values({ rental_id: is.rentalId, seat_id: seatId, book_id: bookId }).execute()
  } else if (was && !is) {
    await tx
      .updateTable('allocation')
      .set({ closed_at: sql`now()` })
      .where('rental_id', '=', was.rentalId)
      .where('closed_at', 'is', null)
      .execute()
  }
}

async function insertTitle(tx: Transaction<BookDatabase>, title: Title): Promise<void> {
  const { nextFreeSeat: _, allocation: __, ...stored } = title
  const { bookId, seatsTotal } = title
  const searchText = [title.title, ...title.authors, title.isbn13 ?? ''].join(' ').toLowerCase()
  await tx
    .insertInto('title')
    .values(rowOf<StoredTitle>({ ...stored, searchText }))
    .execute()
  await list(tx, [title])
  const { id } = await tx
    .insertInto('licence')
    .values({ book_id: bookId, kind: seatsTotal === 1 ? 'ONE_COPY' : 'CONCURRENT', seats: seatsTotal })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`
    insert into seat (book_id, licence_id, state)
    select ${bookId}, ${id}, 'POSSIBLE' from generate_series(1, ${seatsTotal}::int)`.execute(tx)
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
