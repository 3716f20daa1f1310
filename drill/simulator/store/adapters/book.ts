import type { BookDatabase, TitleTable } from '@ebook/book/database'
import { licencesOf, noteBought } from '@ebook/book/queries/licences'
import { extendLoans } from '@ebook/book/sql/extend-loans'
import { findTurning, paidOnExpired } from '@ebook/book/sql/licence'
import {
  findUndecided,
  knownRequests,
  loadRequests,
  requestOf,
  requestRow,
  saveRequests,
  waitingFor,
} from '@ebook/book/sql/request'
import { isWithdrawnNow, saveTitles } from '@ebook/book/sql/save-titles'
import { licenceRow, seatChanges } from '@ebook/book/sql/seat-changes'
import { loadTitles, readTitles, titleOf, titleRow, type Wanted } from '@ebook/book/sql/title'
import type { Licence } from '@ebook/book/title/language'
import type { Title } from '@ebook/book/title/state'
import { rowOf } from '@ebook/chassis/rows'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'
import { loaded, save } from './aggregate.ts'
import { holdAdapters, lineOf } from './holds.ts'

type Book = Tables<BookDatabase>

const adapter = adaptersOver<BookDatabase>()

const freeSeats = ({ seat }: Book, bookId: string) =>
  seat.rows.filter(({ book_id, state }) => book_id === bookId && state === 'POSSIBLE')

const openAllocation = ({ allocation }: Book, rentalId: string) =>
  allocation.rows.find(({ rental_id, closed_at }) => rental_id === rentalId && closed_at === null)

function registerSeats({ licence, seat }: Book, title: Title): void {
  for (const it of title.licences) {
    licence.insert(licenceRow(title.bookId, it))
    for (let n = 0; n < (it.seats ?? 0); n += 1)
      seat.insert({ book_id: title.bookId, licence_id: it.licenceId, state: 'POSSIBLE' })
  }
}

function livingLicences(tables: Book, bookId: string, most: number): Licence[] {
  const living = tables.licence.rows.filter(({ book_id, ended_at }) => book_id === bookId && ended_at === null)
  return living.map(({ id, kind, seats, expires_at, loans_total, loans_left, renewal_counts_as_loan, near_end }) => {
    const mine = tables.seat.rows.filter(({ licence_id }) => licence_id === id)
    const free = mine.filter(({ state }) => state === 'POSSIBLE').map((seat) => seat.id)
    return {
      licenceId: id,
      kind,
      seats,
      expiresAt: expires_at,
      loansTotal: loans_total,
      loansLeft: loans_left,
      renewalCountsAsLoan: renewal_counts_as_loan,
      endedAt: null,
      nearEnd: near_end,
      free: free.length,
      promised: mine.filter(({ state }) => state === 'PAID' || state === 'RESERVED').length,
      freeSeats: free.toSorted().slice(0, most),
      newSeats: [],
      goneSeats: [],
    }
  })
}

function titleFrom(tables: Book, now: Date, row: TitleTable, { rentalIds, spare }: Wanted): Title {
  const held = rentalIds.flatMap((rentalId) => openAllocation(tables, rentalId) ?? [])
  const mine = held.filter(({ book_id }) => book_id === row.book_id)
  const allocations = mine.map(({ rental_id: rentalId, seat_id: seatId }) => {
    const seat = tables.seat.get(seatId)
    const state = seat?.state === 'APPROVED' ? 'APPROVED' : 'PAID'
    return [rentalId, { rentalId, seatId, licenceId: seat?.licence_id ?? '', state }] as const
  })
  return titleOf(row, {
    licences: livingLicences(tables, row.book_id, rentalIds.length + spare + row.open_holds),
    allocations: Object.fromEntries(allocations),
    line: lineOf(tables, row.book_id, now),
    wishes: rentalIds.filter((rentalId) => tables.hold_wish.get(rentalId) !== undefined),
  })
}

// Of the listing and its vocabulary nothing in a schedule depends.
export const bookAdapters: readonly Adapter[] = [
  ...holdAdapters,
  adapter(loadTitles, (tables, now, wanted) => {
    const requested = tables.request.rows.filter(({ rental_id }) => wanted.rentalIds.includes(rental_id))
    const bookIds = new Set([...wanted.bookIds, ...requested.map(({ book_id }) => book_id)])
    const seen = (row: TitleTable) => titleFrom(tables, now, row, wanted)
    return loaded(tables.title, now, 'book_id', seen, ({ book_id }) => bookIds.has(book_id))
  }),
  adapter(saveTitles, (tables, now, saved) => {
    for (const title of saved) {
      if (title.previous === undefined) registerSeats(tables, title.state)
      if (isWithdrawnNow(title))
        for (const seat of freeSeats(tables, title.id)) tables.seat.update(seat, { state: 'WITHDRAWN' })
      const changes = seatChanges(title)
      for (const licence of changes.newLicences) tables.licence.insert(licence)
      for (const licence of changes.changedLicences) tables.licence.update(tables.licence.get(licence.id), licence)
      for (const seat of freeSeats(tables, title.id))
        if (changes.ended.includes(seat.licence_id)) tables.seat.update(seat, { state: 'EXHAUSTED' })
      for (const seat of changes.newSeats) tables.seat.put(seat)
      for (const { id, state } of changes.seats) tables.seat.update(tables.seat.get(id), { state })
      for (const rentalId of changes.closed)
        tables.allocation.update(openAllocation(tables, rentalId), { closed_at: now })
      for (const allocation of changes.opened) tables.allocation.insert(allocation)
    }
    save(tables.title, titleRow, saved)
  }),
  adapter(readTitles, ({ title }, _, ids) => title.rows.filter(({ book_id }) => ids.includes(book_id))),
  adapter(loadRequests, ({ request }, now, rentalIds) =>
    loaded(request, now, 'rental_id', requestOf, ({ rental_id }) => rentalIds.includes(rental_id)),
  ),
  adapter(saveRequests, ({ request }, _, saved) => save(request, requestRow, saved)),
  adapter(knownRequests, ({ request }, _, ids) => new Set(ids.filter((id) => request.get(id)))),
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
  adapter(extendLoans, ({ renewed_loan }, _, loans) => {
    for (const { rentalId: rental_id, dueAt: due_at } of loans) renewed_loan.put({ rental_id, due_at })
  }),
  adapter(paidOnExpired, ({ request, seat, licence }, now, bookId) => {
    const isOver = (copyId: string | null) => {
      const by = licence.get(seat.get(copyId ?? '')?.licence_id ?? '')
      return by?.ended_at === null && by.expires_at !== null && by.expires_at <= now
    }
    return request.rows
      .filter(({ book_id, status, copy_id }) => book_id === bookId && status === 'REQUESTED' && isOver(copy_id))
      .toSorted((one, other) => Number(one.requested_date) - Number(other.requested_date))
      .map(({ rental_id }) => rental_id)
  }),
  adapter(findTurning, ({ title }, now, limit) => {
    const turning = title.rows
      .flatMap(({ book_id, changes_at }) => (changes_at === null ? [] : [{ book_id, at: Number(changes_at) }]))
      .toSorted((one, other) => one.at - other.at)
    const due = turning.filter(({ at }) => at <= now.getTime()).map(({ book_id }) => book_id)
    const next = turning.slice(0, limit + 1)[due.length]
    return { bookIds: due.slice(0, limit), nextInMs: next && next.at - now.getTime() }
  }),
  adapter(noteBought, ({ licence }, _, licenceId, bought) => {
    licence.update(licence.get(licenceId), rowOf(bought))
  }),
  adapter(licencesOf, ({ licence, seat, allocation, hold, request }, _, bookIds) =>
    licence.rows
      .filter(({ book_id }) => bookIds.includes(book_id))
      .map((row) => {
        const isOfIt = (seatId: string | null) => seat.get(seatId ?? '')?.licence_id === row.id
        const taken = allocation.rows.filter(({ seat_id }) => isOfIt(seat_id))
        const kept = hold.rows.filter(({ status, seat_id }) => status === 'READY' && isOfIt(seat_id))
        const wasLent = (rentalId: string) => ['APPROVED', 'CLOSED'].includes(request.get(rentalId)?.status ?? '')
        return {
          ...row,
          in_use: taken.filter(({ closed_at }) => closed_at === null).length + kept.length,
          loans: taken.filter(({ rental_id }) => wasLent(rental_id)).length,
        }
      })
      .toSorted((one, other) => Number(one.added_date) - Number(other.added_date) || (one.id < other.id ? -1 : 1)),
  ),
]
