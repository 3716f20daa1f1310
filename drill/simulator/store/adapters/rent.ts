import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { rentalOf, storedRow, type MemberTable, type RentalTable, type RentDatabase } from '@ebook/rent/database'
import type { Member } from '@ebook/rent/member/state'
import { MAY_BOUNCE_FOR_MS } from '@ebook/rent/rental/anonymity'
import type { Rental } from '@ebook/rent/rental/state'
import { findToAnonymise, forgetKeys, forgetMissedTurns, readQuiet } from '@ebook/rent/sql/anonymise'
import { knownBooks, tellOfBooks, togetherByBook } from '@ebook/rent/sql/books'
import { findDue, lockDue, type DueRentals } from '@ebook/rent/sql/due'
import { forgetMember, obstacleOf, readErasureFacts } from '@ebook/rent/sql/erasure'
import { eventsBehindRental } from '@ebook/rent/sql/events-behind'
import { loadMembers, readMembers, saveMembers } from '@ebook/rent/sql/member'
import { keepKeys, lockMember } from '@ebook/rent/sql/member-request'
import { countMissedTurns, keepMissedTurns } from '@ebook/rent/sql/missed-turn'
import { lockLoansToRenew, readStoredRenewalFacts } from '@ebook/rent/sql/renewal'
import { isLoanRenewed, loadRentals, readVisibleRentals, saveRentals } from '@ebook/rent/sql/rental'
import { endRevocation, keepRevocations, openRevocations } from '@ebook/rent/sql/revocation'
import { forgetTurn, keepTurns } from '@ebook/rent/sql/turn'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'
import { loaded, save, uncounted } from './aggregate.ts'

const adapter = adaptersOver<RentDatabase>()

const OPEN: readonly Rental['status'][] = ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING']

/** In how many milliseconds it is due, or for how long it has been; undefined when it never will be. */
function dueInMs(row: RentalTable, due: DueRentals, now: Date): number | undefined {
  const { status, payment_state, retry_after, pay_until, due_at, renew_at, starts_at } = row
  const until = (date: Date | null) => (date === null ? undefined : date.getTime() - now.getTime())
  switch (due.what) {
    case 'LOAN_OVER':
      return status === 'APPROVED' ? until(due_at) : undefined
    case 'AUTO_RENEWAL':
      return status === 'APPROVED' ? until(renew_at) : undefined
    case 'PAYMENT_DEFERRED':
      return status === 'RENTED' && payment_state === 'PENDING' && pay_until > now ? until(retry_after) : undefined
    case 'UNPAID':
      return status === 'RENTED' ? pay_until.getTime() + due.agoMs - now.getTime() : undefined
    case 'REVOKED':
      return status === 'APPROVED' && row.book_id === due.bookId ? until(starts_at) : undefined
  }
}

const isOver = (row: RentalTable, now: Date) => (dueInMs(row, { what: 'LOAN_OVER' }, now) ?? 1) <= 0
const COUNTED: readonly Rental['status'][] = ['RENTED', 'PAID', 'APPROVED']
const openLoansOf = (rows: readonly RentalTable[], userId: string, now: Date) =>
  rows.filter((row) => row.user_id === userId && COUNTED.includes(row.status) && !isOver(row, now)).length
const untold = { holdsWaiting: 0, nextLoanEnds: null, loansToRenew: null }
const keptMember = (row: MemberTable) => fieldsOf<Member>(uncounted(row))

type Rent = Tables<RentDatabase>

const ENDED: readonly Rental['status'][] = ['RETURNED', 'EXPIRED', 'CANCELED']
const isSettled = ({ refund_state }: RentalTable) => refund_state === null || refund_state === 'DONE'
const lastMoved = ({ history }: Rent, id: string) =>
  Math.max(
    ...history.rows.flatMap((row) =>
      row.aggregate_id === id && row.aggregate_type === 'Rental' ? [Number(row.at)] : [],
    ),
  )

/** When it is to be forgotten whose the rental was; undefined when never, or not yet. */
export function forgottenAt(tables: Rent, row: RentalTable, retentionMs: number): number | undefined {
  const isOver = ENDED.includes(row.status) && isSettled(row) && !row.user_id.startsWith('anon:')
  if (!isOver || tables.member.get(row.user_id)?.keeps_history) return undefined
  const { refund_state, charged_amount, payback } = row
  const mayBounce = row.status === 'CANCELED' || refund_state !== null || (charged_amount !== 0 && payback === null)
  const closed = Number(row.returned_date ?? row.expired_date ?? row.canceled_date)
  return (
    Math.max(closed, lastMoved(tables, row.id)) + (mayBounce ? Math.max(retentionMs, MAY_BOUNCE_FOR_MS) : retentionMs)
  )
}

export const rentAdapters: readonly Adapter[] = [
  adapter(loadRentals, ({ rental }, now, ids) => loaded(rental, now, 'id', rentalOf, ({ id }) => ids.includes(id))),
  adapter(saveRentals, ({ rental, book }, _, saved) => {
    save(rental, storedRow, saved)
    for (const { state } of saved.filter(isLoanRenewed)) {
      const title = book.get(state.bookId)
      const left = title?.loans_to_renew ?? null
      if (left !== null) book.update(title, { loans_to_renew: Math.max(0, left - 1) })
    }
  }),
  adapter(lockLoansToRenew, () => undefined),
  adapter(readVisibleRentals, ({ rental }, now, ids, visible) =>
    rental.rows
      .filter((row) => ids.includes(row.id) && (visible === 'all' || row.user_id === visible.userId))
      .map((row) => ({ rental: rentalOf(uncounted(row)), now })),
  ),
  adapter(lockMember, ({ member, idempotency_key, book, rental, turn }, now, userId, key, bookId) => {
    const borrower = member.put({ user_id: userId })
    const earlier = idempotency_key.get(userId, key)
    const title = book.get(bookId)
    const isTheirTurn = turn.rows.some(
      (row) => row.user_id === userId && row.book_id === bookId && row.until !== null && row.until > now,
    )
    const open = rental.rows.find(
      (row) => row.user_id === userId && row.book_id === bookId && OPEN.includes(row.status),
    )
    return {
      now,
      earlier: earlier && { rentalId: earlier.rental_id, fingerprint: earlier.fingerprint },
      book: title && {
        title: title.title,
        rentalFee: title.rental_fee,
        loanPeriodDays: title.loan_period_days,
        maxRenewals: title.max_renewals,
        nextLoanEnds: title.next_loan_ends,
        status: title.status === 'IMPOSSIBLE' && isTheirTurn ? 'POSSIBLE' : title.status,
      },
      open: open && { rentalId: open.id, isDue: isOver(open, now) },
      member: keptMember(borrower),
      openLoans: openLoansOf(rental.rows, userId, now),
    }
  }),
  adapter(forgetTurn, ({ turn }, _, holdId) => turn.remove(turn.get(holdId))),
  adapter(findToAnonymise, (tables, now, retentionMs, limit) =>
    tables.rental.rows
      .filter((row) => (forgottenAt(tables, row, retentionMs) ?? Number.POSITIVE_INFINITY) <= Number(now))
      .slice(0, limit)
      .map(({ id }) => id),
  ),
  adapter(readQuiet, (tables, now, id) => ({
    quietForMs: Number(now) - lastMoved(tables, id),
    keepsHistory: tables.member.get(tables.rental.get(id)?.user_id)?.keeps_history ?? false,
  })),
  adapter(forgetKeys, ({ idempotency_key }, _, userId, rentalId) => {
    for (const row of idempotency_key.rows)
      if (row.user_id === userId && row.rental_id === rentalId) idempotency_key.remove(row)
  }),
  adapter(forgetMissedTurns, ({ missed_turn }, now, withinMs) => {
    for (const row of missed_turn.rows) if (Number(row.at) <= Number(now) - withinMs) missed_turn.remove(row)
  }),
  adapter(readErasureFacts, (tables, now, userId) => {
    const { rental, turn, book, member } = tables
    const mine = rental.rows.filter(({ user_id }) => user_id === userId)
    const obstacles = mine.flatMap((row) => {
      const { id, title, status, charged_amount, payback } = row
      const bounces = new Date(lastMoved(tables, id) + MAY_BOUNCE_FOR_MS)
      const bouncesUntil = row.refund_state === 'DONE' ? bounces : null
      const isUnheard = status !== 'CANCELED' && charged_amount !== null && payback === null && now < bounces
      return obstacleOf(
        { id, title, isOpen: isUnheard || !ENDED.includes(status), isRefundOpen: !isSettled(row), bouncesUntil },
        now,
      )
    })
    const turns = turn.rows.filter(({ user_id, until }) => user_id === userId && until !== null && until > now)
    const { owed_points = 0, owed_since = null } = member.get(userId) ?? {}
    const earned = mine.filter(({ rented_date }) => owed_since !== null && rented_date > owed_since)
    const points = owed_points - earned.reduce((sum, { payback }) => sum + (payback ?? 0), 0)
    return {
      inTheWay: [
        ...obstacles,
        ...turns.map(({ book_id, until }) => ({
          kind: 'TURN' as const,
          title: book.get(book_id)?.title ?? null,
          until: until ?? now,
        })),
        ...(points > 0 ? [{ kind: 'POINTS_OWED', points } as const] : []),
      ],
      rentalIds: mine.map(({ id }) => id).toSorted(),
    }
  }),
  adapter(forgetMember, ({ member, missed_turn }, _, userId) => {
    for (const row of missed_turn.rows) if (row.user_id === userId) missed_turn.remove(row)
    member.remove(member.get(userId))
  }),
  adapter(keepTurns, ({ turn }, _, turns) => {
    for (const one of turns) turn.put(rowOf(one))
  }),
  adapter(keepMissedTurns, ({ missed_turn }, _, missed) => {
    for (const one of missed) missed_turn.insert(rowOf(one))
  }),
  adapter(
    countMissedTurns,
    ({ missed_turn }, _, userId, since) =>
      missed_turn.rows.filter(({ user_id, at }) => user_id === userId && at >= since).length,
  ),
  adapter(keepRevocations, ({ revocation }, _, revocations) => {
    for (const one of revocations) if (!revocation.get(one.bookId)) revocation.insert(rowOf(one))
  }),
  adapter(openRevocations, ({ revocation }) =>
    revocation.rows
      .filter(({ done_at }) => done_at === null)
      .map(({ book_id: bookId, note, event_id: eventId, actor }) => ({ bookId, note, eventId, actor })),
  ),
  adapter(endRevocation, ({ revocation, rental }, done_at, bookId) => {
    if (rental.rows.some((row) => row.book_id === bookId && COUNTED.includes(row.status))) return false
    return revocation.update(revocation.get(bookId), { done_at }) !== undefined
  }),
  adapter(keepKeys, ({ idempotency_key }, at, keys) => {
    for (const kept of keys) idempotency_key.insert({ ...rowOf(kept), at })
  }),
  adapter(eventsBehindRental, ({ outbox, history }, _, id) => {
    const said = outbox.rows.findLast((row) => row.aggregate_type === 'Rental' && row.aggregate_id === id)
    const lived = history.rows.filter((row) => row.aggregate_type === 'Rental' && row.aggregate_id === id)
    const asked = new Set(
      lived.filter(({ event_type }) => event_type === 'PaymentRequested').map(({ causation_id }) => causation_id),
    )
    const answer = lived.findLast(
      ({ event_type, causation_id }) =>
        (event_type === 'PaymentConfirmed' || event_type === 'PaymentDeclined') && !asked.has(causation_id),
    )
    return [...(said ? [said.event_id] : []), ...(answer ? [answer.causation_id] : [])]
  }),
  adapter(tellOfBooks, ({ book }, _, told) => {
    for (const { title, ...one } of togetherByBook(told)) {
      if (title === undefined) book.update(book.get(one.bookId), rowOf({ ...untold, ...one }))
      else book.put(rowOf({ title, ...one }))
    }
  }),
  adapter(readStoredRenewalFacts, ({ rental, member, book }, now, ids) => {
    const facts = rental.rows
      .filter(({ id }) => ids.includes(id))
      .map((row) => ({ row, of: member.get(row.user_id), title: book.get(row.book_id) }))
    return new Map(
      facts.flatMap(({ row, of, title }) => {
        const loansToRenew = row.renewal_counts ? (title?.loans_to_renew ?? null) : null
        const told = { holdsWaiting: title?.holds_waiting ?? 0, loansToRenew }
        return of ? [[row.id, { ...told, member: keptMember(of), now }] as const] : []
      }),
    )
  }),
  adapter(loadMembers, ({ member }, now, userIds) => {
    for (const user_id of userIds) member.put({ user_id })
    return loaded(member, now, 'user_id', keptMember, ({ user_id }) => userIds.includes(user_id))
  }),
  adapter(saveMembers, ({ member }, _, saved) =>
    save(
      member,
      rowOf<Member>,
      saved.map((one) => ({ ...one, id: one.state.userId })),
    ),
  ),
  adapter(readMembers, ({ member, rental }, now, userIds) =>
    member.rows
      .filter(({ user_id }) => userIds.includes(user_id))
      .map((row) => ({ member: keptMember(row), openLoans: openLoansOf(rental.rows, row.user_id, now), now })),
  ),
  adapter(knownBooks, ({ book }, _, ids) => new Set(ids.filter((id) => book.get(id)))),
  adapter(findDue, ({ rental }, now, due, limit) => {
    const open = rental.rows.flatMap((row) => {
      const inMs = dueInMs(row, due, now)
      return inMs === undefined ? [] : [{ id: row.id, inMs }]
    })
    const found = open.toSorted((one, other) => one.inMs - other.inMs).slice(0, limit + 1)
    const ids = found.filter(({ inMs }) => inMs <= 0).map(({ id }) => id)
    return { ids: ids.slice(0, limit), nextInMs: found[ids.length]?.inMs }
  }),
  adapter(lockDue, ({ rental }, now, due, id) => {
    const row = rental.get(id)
    return row && (dueInMs(row, due, now) ?? 1) <= 0 ? now : undefined
  }),
]
