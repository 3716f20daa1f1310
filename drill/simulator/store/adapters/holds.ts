import type { BookDatabase, HoldTable, MemberBlockTable } from '@ebook/book/database'
import { holdByKey, placeOf, readHoldViews } from '@ebook/book/queries/holds'
import { closedHoldsBeside, findGivenUp, forgetAtTitle } from '@ebook/book/sql/anonymise'
import { endErasure, findErasures, forgetMembers, keepErasures, placesOf } from '@ebook/book/sql/erasure'
import { findDueHolds, holdOf, holdRow, loadHolds, openHoldsOf, saveHolds, type DueHold } from '@ebook/book/sql/hold'
import { endBlocks } from '@ebook/book/sql/licence'
import {
  blockMembers,
  forgetWishes,
  keepWishes,
  limitMembers,
  lockMember,
  readBorrower,
  readyHolds,
  titlesWaitedFor,
} from '@ebook/book/sql/member'
import type { InLine } from '@ebook/book/title/state'
import { NOBODY } from '@ebook/nats/redact'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'
import type { Table } from '../table.ts'
import { loaded, save, uncounted } from './aggregate.ts'

type Book = Tables<BookDatabase>

const adapter = adaptersOver<BookDatabase>()

const openHolds = (rows: readonly HoldTable[]): HoldTable[] =>
  rows.filter(({ status }) => status === 'WAITING' || status === 'READY').toSorted((one, other) => one.seq - other.seq)

const idOfHold = ({ hold_id }: HoldTable) => hold_id

const isClosed = ({ status }: HoldTable) => status === 'FULFILLED' || status === 'CANCELED'

/** When it is to be forgotten who gave the place up; undefined when rent says, or it is over already. */
export const givenUpFor = ({ status, user_id, closed_date }: HoldTable, retentionMs: number): number | undefined =>
  status === 'CANCELED' && !user_id.startsWith('anon:') ? Number(closed_date) + retentionMs : undefined

const DAY_MS = 86_400_000

function datesOf(row: HoldTable, now: Date): DueHold[] {
  const { hold_id: holdId, book_id: bookId, user_id: userId, extended, suspended_date, suspended_until } = row
  const suspendedFor = (days: number) => suspended_date && new Date(suspended_date.getTime() + days * DAY_MS)
  const year = suspendedFor(365)
  const isReminded = row.reminded || (suspended_until !== null && year !== null && suspended_until < year)
  const dates: readonly (readonly [DueHold['due'], Date | null])[] = [
    ['LAPSES', row.ready_until],
    ['RESUMES', suspended_until],
    ['REMINDS', isReminded ? null : suspendedFor(335)],
    ['FORGOTTEN', year],
  ]
  return dates.flatMap(([due, at]) =>
    at === null ? [] : [{ holdId, bookId, userId, extended, due, at, agoMs: now.getTime() - at.getTime() }],
  )
}

const isBlocked = (rows: readonly MemberBlockTable[], userId: string, kind: string, now: Date): boolean =>
  rows.some(
    ({ user_id, kinds, until }) => user_id === userId && kinds.includes(kind) && (until === null || until > now),
  )

/** All of it: in a schedule a line is short. */
export const lineOf = ({ hold, seat, member_block }: Book, bookId: string, now: Date): InLine[] =>
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

/** 1 and those who wait before; of whom is suspended there is none. */
function positionOf({ hold }: Book, row: HoldTable): number | null {
  const waits = ({ status, suspended }: HoldTable) => status === 'WAITING' && !suspended
  const isAhead = (other: HoldTable) => other.book_id === row.book_id && waits(other) && other.seq < row.seq
  return waits(row) ? hold.rows.filter(isAhead).length + 1 : null
}

// Of the waiting list: holds, and what is known of members.
export const holdAdapters: readonly Adapter[] = [
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
  adapter(keepWishes, ({ hold_wish }, _, wishes) => {
    for (const { rentalId: rental_id, userId: user_id, bookId: book_id, isSettled } of wishes)
      if (!isSettled) hold_wish.put({ rental_id, user_id, book_id })
  }),
  adapter(keepErasures, ({ erasure }, at, erasures) => {
    for (const row of erasures) erasure.put({ ...row, at })
  }),
  adapter(findErasures, ({ erasure }) => erasure.rows.map(({ user_id, event_id }) => ({ user_id, event_id }))),
  adapter(placesOf, ({ hold, erasure }, _, userId) =>
    hold.rows
      .filter(({ user_id, status }) => user_id === userId && ['WAITING', 'READY', 'CANCELED'].includes(status))
      .filter(({ placed_date }) => placed_date <= (erasure.get(userId)?.at ?? new Date(0)))
      .map(({ hold_id: holdId, book_id: bookId }) => ({ holdId, bookId }))
      .toSorted((one, other) => (one.holdId < other.holdId ? -1 : 1)),
  ),
  adapter(forgetMembers, ({ hold_wish, member_block, member }, _, userIds) => {
    for (const table of [hold_wish, member_block, member] as readonly Table<{ user_id: string }>[])
      for (const row of table.rows) if (userIds.includes(row.user_id)) table.remove(row)
  }),
  adapter(endErasure, ({ erasure }, _, { user_id, event_id }) => {
    const known = erasure.get(user_id)
    if (known?.event_id === event_id) erasure.remove(known)
  }),
  adapter(closedHoldsBeside, ({ hold }, _, { bookId, userId }) =>
    hold.rows
      .filter((row) => row.book_id === bookId && row.user_id === userId && isClosed(row))
      .map(idOfHold)
      .toSorted(),
  ),
  adapter(findGivenUp, ({ hold }, now, retentionMs, limit) =>
    hold.rows
      .filter((row) => (givenUpFor(row, retentionMs) ?? Number.POSITIVE_INFINITY) <= Number(now))
      .slice(0, limit)
      .map(idOfHold),
  ),
  adapter(forgetAtTitle, ({ history, outbox, hold_wish }, _, bookId, userId, pseudonym) => {
    const isTitle = (row: { aggregate_type: string; aggregate_id: string }) =>
      row.aggregate_type === 'Book' && row.aggregate_id === bookId
    const actor = (was: string) => (was === `MEMBER:${userId}` ? NOBODY : was)
    for (const row of history.rows.filter(isTitle)) {
      const data = row.data['userId'] === userId ? { ...row.data, userId: pseudonym } : row.data
      history.update(row, { data, actor: actor(row.actor) })
    }
    for (const row of outbox.rows.filter(isTitle))
      outbox.update(row, { event: { ...row.event, actor: actor(row.event.actor) as typeof row.event.actor } })
    for (const row of hold_wish.rows) if (row.book_id === bookId && row.user_id === userId) hold_wish.remove(row)
  }),
  adapter(forgetWishes, ({ hold_wish }, _, rentalIds) => {
    for (const rentalId of rentalIds) hold_wish.remove(hold_wish.get(rentalId))
  }),
  adapter(openHoldsOf, ({ hold }, _, bookId) =>
    openHolds(hold.rows.filter((row) => row.book_id === bookId)).map(idOfHold),
  ),
  adapter(findDueHolds, ({ hold }, now, limit) => {
    const due = openHolds(hold.rows).flatMap((row) => datesOf(row, now))
    const found = due.toSorted((one, other) => Number(one.at) - Number(other.at))
    const over = found.filter(({ at }) => at <= now)
    const next = found.slice(0, limit + 1)[over.length]
    return { due: over.slice(0, limit), nextInMs: next && Number(next.at) - now.getTime() }
  }),
  adapter(lockMember, ({ member, member_block, hold, request }, now, userId, bookId) => {
    if (member.get(userId) === undefined) member.insert({ user_id: userId })
    const mine = openHolds(hold.rows.filter(({ user_id }) => user_id === userId))
    return {
      openHolds: mine.map(({ hold_id, book_id }) => ({ holdId: hold_id, bookId: book_id })),
      holdLimit: member.get(userId)?.hold_limit ?? null,
      blockIds: member_block.rows
        .filter((row) => isBlocked([row], userId, 'HOLD', now))
        .map(({ block_id }) => block_id),
      rentalIds: request.rows
        .filter(
          ({ user_id, book_id, status }) =>
            user_id === userId && book_id === bookId && (status === 'REQUESTED' || status === 'APPROVED'),
        )
        .map(({ rental_id }) => rental_id),
    }
  }),
  adapter(titlesWaitedFor, ({ hold }, _, userId) =>
    hold.rows
      .filter(({ user_id, status }) => user_id === userId && status === 'WAITING')
      .map(({ book_id }) => book_id)
      .toSorted(),
  ),
  adapter(endBlocks, ({ member_block }, now) => {
    const over = member_block.rows.filter(({ until }) => until !== null && until <= now)
    for (const block of over) member_block.remove(block)
    const next = Math.min(...member_block.rows.map(({ until }) => until?.getTime() ?? Number.POSITIVE_INFINITY))
    const userIds = [...new Set(over.map(({ user_id }) => user_id))].toSorted()
    return { userIds, nextInMs: Number.isFinite(next) ? next - now.getTime() : undefined }
  }),
  adapter(limitMembers, ({ member }, _, limits) => {
    for (const { userId: user_id, holdLimit: hold_limit } of limits) member.put({ user_id, hold_limit })
  }),
  adapter(blockMembers, ({ member_block }, _, blocks) => {
    for (const { blockId: block_id, userId: user_id, kinds, until } of blocks)
      member_block.put({ block_id, user_id, kinds: [...kinds], until })
  }),
  adapter(readBorrower, ({ request, member_block }, now, userId, enough) => ({
    goodLoans: Math.min(
      enough,
      request.rows.filter(({ user_id, status }) => user_id === userId && status === 'CLOSED').length,
    ),
    isBlocked: isBlocked(member_block.rows, userId, 'BORROW', now),
  })),
  adapter(readHoldViews, (tables, _, holdIds) =>
    tables.hold.rows
      .filter(({ hold_id }) => holdIds.includes(hold_id))
      .map((row) => ({ ...holdOf(uncounted(row)), id: row.hold_id, position: positionOf(tables, row) })),
  ),
  adapter(placeOf, ({ hold }, _, holdId) => {
    const row = hold.get(holdId)
    return row && { bookId: row.book_id, userId: row.user_id }
  }),
  adapter(holdByKey, ({ hold }, _, userId, key) => {
    const row = hold.rows.find((one) => one.user_id === userId && one.key === key)
    return row && { holdId: row.hold_id, bookId: row.book_id }
  }),
]
