import { randomUUID } from 'node:crypto'
import type { BookDatabase } from '@ebook/book/database'
import {
  findUndecided,
  loadRequest,
  requestOf,
  requestRow,
  saveRequest,
  titleOfRequest,
  waitingFor,
} from '@ebook/book/sql/request'
import { loadTitle, readTitles, saveTitle, titleOf, titleRow } from '@ebook/book/sql/title'
import type { Title } from '@ebook/book/title/state'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'

type Book = Tables<BookDatabase>

const adapter = adaptersOver<BookDatabase>()

const freeSeats = ({ seat }: Book, bookId: string) =>
  seat.rows.filter(({ book_id, state }) => book_id === bookId && state === 'POSSIBLE')

const openAllocation = ({ allocation }: Book, rentalId: string) =>
  allocation.rows.find(({ rental_id, closed_at }) => rental_id === rentalId && closed_at === null)

function saveAllocation(tables: Book, now: Date, title: Title, previous: Title): void {
  const { allocation: is, bookId: book_id } = title
  const { allocation: was } = previous
  const { seat, allocation } = tables
  const taken = seat.get(is?.seatId ?? was?.seatId)
  if (taken === undefined || is?.state === was?.state) return
  seat.update(taken, { state: is?.state ?? (title.withdrawn ? 'WITHDRAWN' : 'POSSIBLE') })
  const open = was && openAllocation(tables, was.rentalId)
  if (is && !was) allocation.insert({ rental_id: is.rentalId, seat_id: taken.id, book_id })
  else if (open && !is) allocation.update(open, { closed_at: now })
}

// Of the listing and its vocabulary nothing in a schedule depends.
export const bookAdapters: readonly Adapter[] = [
  adapter(loadTitle, (tables, _, bookId, rentalId) => {
    const row = tables.title.get(bookId)
    if (!row || rentalId === undefined) return row && titleOf(row, undefined, undefined)
    const free = freeSeats(tables, bookId)
      .map(({ id }) => id)
      .toSorted()[0]
    const open = openAllocation(tables, rentalId)
    const state = tables.seat.get(open?.seat_id)?.state === 'APPROVED' ? 'APPROVED' : 'PAID'
    return titleOf(row, free, open && { rentalId, seatId: open.seat_id, state })
  }),
  adapter(saveTitle, (tables, now, bookId, title, previous) => {
    const row = tables.title.get(bookId)
    if (previous === undefined) {
      tables.title.insert(titleRow(title))
      const licence_id = randomUUID()
      const seats = title.seatsTotal
      tables.licence.insert({ id: licence_id, book_id: bookId, kind: seats === 1 ? 'ONE_COPY' : 'CONCURRENT', seats })
      for (let n = 0; n < seats; n += 1) tables.seat.insert({ book_id: bookId, licence_id, state: 'POSSIBLE' })
    } else if (row) {
      tables.title.update(row, { withdrawn: title.withdrawn, seats_free: title.seatsFree })
      if (title.withdrawn && !previous.withdrawn)
        for (const seat of freeSeats(tables, bookId)) tables.seat.update(seat, { state: 'WITHDRAWN' })
      saveAllocation(tables, now, title, previous)
    }
  }),
  adapter(readTitles, ({ title }, _, ids) => title.rows.filter(({ book_id }) => ids.includes(book_id))),
  adapter(loadRequest, ({ request }, _, rentalId) => {
    const row = request.get(rentalId)
    return row && requestOf(row)
  }),
  adapter(saveRequest, ({ request }, _, id, state, previous) => {
    if (previous === undefined) request.insert(requestRow(state))
    else request.update(request.get(id), requestRow(state))
  }),
  adapter(titleOfRequest, ({ request }, _, rentalId) => request.get(rentalId)?.book_id),
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
