import type { BookDatabase, HoldTable, MemberBlockTable, TitleTable } from '@ebook/book/database'
import { extendLoans } from '@ebook/book/sql/extend-loans'
import { findDueHolds, holdOf, holdRow, loadHolds, openHoldsOf, saveHolds, type DueHold } from '@ebook/book/sql/hold'
import { endBlocks, findTurning, paidOnExpired } from '@ebook/book/sql/licence'
import {
  blockMembers,
  forgetWishes,
  keepWishes,
  lockMember,
  readBorrower,
  readyHolds,
  titlesWaitedFor,
  limitMembers,
  unblockMember,
} from '@ebook/book/sql/member'
import {
  findUndecided,
  isRequestKnown,
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
import type { InLine, Title } from '@ebook/book/title/state'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'
import { loaded, save } from './aggregate.ts'

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

function licencesOf(tables: Book, bookId: string, most: number): Licence[] {
  const living = tables.licence.rows.filter(({ book_id, ended_at }) => book_id === bookId && ended_at === null)
  return living.map(({ id, kind, seats, expires_at, loans_total, loans_left, renewal_counts_as_loan }) => {
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
      free: free.length,
      promised: mine.filter(({ state }) => state === 'PAID' || state === 'RESERVED').length,
      freeSeats: free.toSorted().slice(0, most),
      newSeats: [],
      goneSeats: [],
    }
  })
}

const openHolds = (rows: readonly HoldTable[]): HoldTable[] =>
  rows.filter(({ status }) => status === 'WAITING' || status === 'READY').toSorted((one, other) => one.seq - other.seq)

const idOfHold = ({ hold_id }: HoldTable) => hold_id

const YEAR_MS = 365 * 86_400_000

function datesOf(row: HoldTable): DueHold[] {
  const { hold_id: holdId, book_id: bookId, user_id: userId, extended, suspended_date } = row
  const dates: readonly (readonly [DueHold['due'], Date | null])[] = [
    ['LAPSES', row.ready_until],
    ['RESUMES', row.suspended_until],
    ['FORGOTTEN', suspended_date && new Date(suspended_date.getTime() + YEAR_MS)],
  ]
  return dates.flatMap(([due, at]) => (at === null ? [] : [{ holdId, bookId, userId, extended, due, at }]))
}

const isBlocked = (rows: readonly MemberBlockTable[], userId: string, kind: string, now: Date): boolean =>
  rows.some(
    ({ user_id, kinds, until }) => user_id === userId && kinds.includes(kind) && (until === null || until > now),
  )

/** All of it: in a schedule a line is short. */
const lineOf = ({ hold, seat, member_block }: Book, bookId: string, now: Date): InLine[] =>
  openHolds(hold.rows.filter(({ book_id }) => book_id === bookId)).map(
    ({ hold_id: holdId, user_id: userId, seq, seat_id: seatId, suspended, status }) => ({
      holdId,
      userId,
      seq,
      seatId,
      licenceId: seatId === null ? null : (seat.get(seatId)?.licence_id ?? null),
      state: suspended ? 'SUSPENDED' : status === 'READY' ? 'READY' : 'WAITING',
      blocked: isBlocked(member_block.rows, userId, 'HOLD', now),
    }),
  )

function titleFrom(tables: Book, now: Date, row: TitleTable, { rentalIds, spare }: Wanted): Title {
  const held = rentalIds.flatMap((rentalId) => openAllocation(tables, rentalId) ?? [])
  const mine = held.filter(({ book_id }) => book_id === row.book_id)
  const allocations = mine.map(({ rental_id: rentalId, seat_id: seatId }) => {
    const seat = tables.seat.get(seatId)
    const state = seat?.state === 'APPROVED' ? 'APPROVED' : 'PAID'
    return [rentalId, { rentalId, seatId, licenceId: seat?.licence_id ?? '', state }] as const
  })
  return titleOf(row, {
    licences: licencesOf(tables, row.book_id, rentalIds.length + spare + row.open_holds),
    allocations: Object.fromEntries(allocations),
    line: lineOf(tables, row.book_id, now),
    wishes: rentalIds.filter((rentalId) => tables.hold_wish.get(rentalId) !== undefined),
  })
}

// Of the listing and its vocabulary nothing in a schedule depends.
export const bookAdapters: readonly Adapter[] = [
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
  adapter(loadHolds, ({ hold }, now, holdIds) =>
    loaded(hold, now, 'hold_id', holdOf, ({ hold_id }) => holdIds.includes(hold_id)),
  ),
  adapter(saveHolds, ({ hold }, _, saved) => save(hold, holdRow, saved)),
  adapter(readyHolds, ({ hold }, _, pairs) => {
    const isAsked = (userId: string, bookId: string) =>
      pairs.some((pair) => pair.userId === userId && pair.bookId === bookId)
    const ready = hold.rows.filter(({ status, user_id, book_id }) => status === 'READY' && isAsked(user_id, book_id))
    return new Map(ready.map(({ user_id, book_id, hold_id }) => [`${user_id}/${book_id}`, hold_id]))
  }),
  adapter(extendLoans, ({ renewed_loan }, _, loans) => {
    for (const { rentalId: rental_id, dueAt: due_at } of loans) renewed_loan.put({ rental_id, due_at })
  }),
  adapter(keepWishes, ({ hold_wish }, _, wishes) => {
    for (const { rentalId: rental_id, userId: user_id, bookId: book_id, isSettled } of wishes)
      if (!isSettled) hold_wish.put({ rental_id, user_id, book_id })
  }),
  adapter(forgetWishes, ({ hold_wish }, _, rentalIds) => {
    for (const rentalId of rentalIds) hold_wish.remove(hold_wish.get(rentalId))
  }),
  adapter(openHoldsOf, ({ hold }, _, bookId) =>
    openHolds(hold.rows.filter((row) => row.book_id === bookId)).map(idOfHold),
  ),
  adapter(findDueHolds, ({ hold }, now, limit) => {
    const due = openHolds(hold.rows).flatMap((row) => datesOf(row))
    const found = due.toSorted((one, other) => Number(one.at) - Number(other.at))
    const over = found.filter(({ at }) => at <= now)
    const next = found.slice(0, limit + 1)[over.length]
    return { due: over.slice(0, limit), nextInMs: next && Number(next.at) - now.getTime() }
  }),
  adapter(lockMember, ({ member, member_block, hold, request }, now, userId, bookId) => {
    if (member.get(userId) === undefined) member.insert({ user_id: userId })
    const mine = openHolds(hold.rows.filter(({ user_id }) => user_id === userId))
    return {
      openHolds: mine.length,
      holdLimit: member.get(userId)?.hold_limit ?? null,
      isBlocked: isBlocked(member_block.rows, userId, 'HOLD', now),
      holdId: mine.find(({ book_id }) => book_id === bookId)?.hold_id ?? null,
      hasSeat: request.rows.some(
        ({ user_id, book_id, status }) =>
          user_id === userId && book_id === bookId && (status === 'REQUESTED' || status === 'APPROVED'),
      ),
    }
  }),
  adapter(titlesWaitedFor, ({ hold }, _, userId) =>
    hold.rows
      .filter(({ user_id, status }) => user_id === userId && status === 'WAITING')
      .map(({ book_id }) => book_id)
      .toSorted(),
  ),
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
  adapter(endBlocks, ({ member_block }, now) => {
    const over = member_block.rows.filter(({ until }) => until !== null && until <= now)
    for (const block of over) member_block.remove(block)
    return [...new Set(over.map(({ user_id }) => user_id))].toSorted()
  }),
  adapter(limitMembers, ({ member }, _, limits) => {
    for (const { userId: user_id, holdLimit: hold_limit } of limits) member.put({ user_id, hold_limit })
  }),
  adapter(blockMembers, ({ member_block }, _, blocks) => {
    for (const { blockId: block_id, userId: user_id, kinds, until } of blocks)
      member_block.put({ block_id, user_id, kinds: [...kinds], until })
  }),
  adapter(unblockMember, ({ member_block }, _, blockId) => member_block.remove(member_block.get(blockId))),
  adapter(readBorrower, ({ request, member_block }, now, userId, enough) => ({
    goodLoans: Math.min(
      enough,
      request.rows.filter(({ user_id, status }) => user_id === userId && status === 'CLOSED').length,
    ),
    isBlocked: isBlocked(member_block.rows, userId, 'BORROW', now),
  })),
]
