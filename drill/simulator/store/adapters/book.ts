import type { BookDatabase, TitleTable } from '@ebook/book/database'
import {
  findUndecided,
  isRequestKnown,
  loadRequests,
  requestOf,
  requestRow,
  saveRequests,
  waitingFor,
} from '@ebook/book/sql/request'
import { isWithdrawnNow, licenceOf, saveTitles, seatChanges } from '@ebook/book/sql/save-titles'
import { loadTitles, readTitles, titleOf, titleRow } from '@ebook/book/sql/title'
import type { Title } from '@ebook/book/title/state'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'
import { loaded, save } from './aggregate.ts'

type Book = Tables<BookDatabase>

const adapter = adaptersOver<BookDatabase>()

const freeSeats = ({ seat }: Book, bookId: string) =>
  seat.rows.filter(({ book_id, state }) => book_id === bookId && state === 'POSSIBLE')

const openAllocation = ({ allocation }: Book, rentalId: string) =>
  allocation.rows.find(({ rental_id, closed_at }) => rental_id === rentalId && closed_at === null)

function registerSeats({ licence, seat }: Book, title: Title): void {
  const { id: licence_id, book_id, seats, kind } = licenceOf(title)
  licence.insert({ id: licence_id, book_id, seats, kind })
  for (let n = 0; n < seats; n += 1) seat.insert({ book_id, licence_id, state: 'POSSIBLE' })
}

// Of the listing and its vocabulary nothing in a schedule depends.
export const bookAdapters: readonly Adapter[] = [
  adapter(loadTitles, (tables, now, bookIds, rentalIds) => {
    const requested = tables.request.rows.filter(({ rental_id }) => rentalIds.includes(rental_id))
    const wanted = new Set([...bookIds, ...requested.map(({ book_id }) => book_id)])
    const seen = (row: TitleTable) => {
      const free = freeSeats(tables, row.book_id).map(({ id }) => id)
      const held = rentalIds.flatMap((rentalId) => openAllocation(tables, rentalId) ?? [])
      const mine = held.filter(({ book_id }) => book_id === row.book_id)
      const allocations = mine.map(({ rental_id: rentalId, seat_id: seatId }) => {
        const state = tables.seat.get(seatId)?.state === 'APPROVED' ? 'APPROVED' : 'PAID'
        return [rentalId, { rentalId, seatId, state }] as const
      })
      return titleOf(row, free.toSorted().slice(0, rentalIds.length), Object.fromEntries(allocations))
    }
    return loaded(tables.title, now, 'book_id', seen, ({ book_id }) => wanted.has(book_id))
  }),
  adapter(saveTitles, (tables, now, saved) => {
    for (const title of saved) {
      if (title.previous === undefined) registerSeats(tables, title.state)
      if (isWithdrawnNow(title))
        for (const seat of freeSeats(tables, title.id)) tables.seat.update(seat, { state: 'WITHDRAWN' })
      const { seats, closed, opened } = seatChanges(title)
      for (const { id, state } of seats) tables.seat.update(tables.seat.get(id), { state })
      for (const rentalId of closed) tables.allocation.update(openAllocation(tables, rentalId), { closed_at: now })
      for (const allocation of opened) tables.allocation.insert(allocation)
    }
    save(tables.title, titleRow, saved)
  }),
  adapter(readTitles, ({ title }, _, ids) => title.rows.filter(({ book_id }) => ids.includes(book_id))),
  adapter(loadRequests, ({ request }, now, rentalIds) =>
    loaded(request, now, 'rental_id', requestOf, ({ rental_id }) => rentalIds.includes(rental_id)),
  ),
  adapter(saveRequests, ({ request }, _, saved) => save(request, requestRow, saved)),
  adapter(isRequestKnown, ({ request }, _, rentalId) => request.get(rentalId) !== undefined),
  adapter(waitingFor, ({ request }, _, bookId) =>
    request.rows
      .filter(({ book_id, status }) => book_id === bookId && status === 'REQUESTED')
      .map(({ rental_id }) => rental_id)
      .toSorted(),
  ),
  adapter(findUndecided, ({ request }, now, limit) => {
    const found = request.rows
      .filter(({ status, decide_by }) => status === 'REQUESTED' && decide_by !== null)
      .map(({ rental_id: rentalId, book_id: bookId, decide_by }) => ({
        about: { rentalId, bookId },
        inMs: Number(decide_by) - now.getTime(),
      }))
      .toSorted((one, other) => one.inMs - other.inMs)
      .slice(0, limit + 1)
    const due = found.filter(({ inMs }) => inMs <= 0).map(({ about }) => about)
    return { due: due.slice(0, limit), nextInMs: found[due.length]?.inMs }
  }),
]
