import { rentalOf, storedRow, type RentalTable, type RentDatabase } from '@ebook/rent/database'
import type { Rental } from '@ebook/rent/rental/state'
import { keepBook, knownBooks, setBookStatus } from '@ebook/rent/sql/books'
import { findDue, lockDue, type DueRentals } from '@ebook/rent/sql/due'
import { eventsBehindRental } from '@ebook/rent/sql/events-behind'
import { keepKey, lockMember, readStoredFacts } from '@ebook/rent/sql/member-request'
import { loadRental, readVisibleRentals, saveRental } from '@ebook/rent/sql/rental'
import { adaptersOver, type Adapter } from '../database.ts'

const adapter = adaptersOver<RentDatabase>()

const OPEN: readonly Rental['status'][] = ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING']

/** In how many milliseconds it is due, or for how long it has been; undefined when it never will be. */
function dueInMs(row: RentalTable, due: DueRentals, now: Date): number | undefined {
  const { status, payment_state, retry_after, pay_until, due_at } = row
  const until = (date: Date | null) => (date === null ? undefined : date.getTime() - now.getTime())
  switch (due.what) {
    case 'LOAN_OVER':
      return status === 'APPROVED' ? until(due_at) : undefined
    case 'PAYMENT_DEFERRED':
      return status === 'RENTED' && payment_state === 'PENDING' && pay_until > now ? until(retry_after) : undefined
    case 'UNPAID':
      return status === 'RENTED' ? pay_until.getTime() + due.agoMs - now.getTime() : undefined
  }
}

export const rentAdapters: readonly Adapter[] = [
  adapter(loadRental, ({ rental }, _, id) => {
    const row = rental.get(id)
    return row && rentalOf(row)
  }),
  adapter(saveRental, ({ rental }, _, id, state, previous) => {
    if (previous === undefined) rental.insert(storedRow(state))
    else rental.update(rental.get(id), storedRow(state))
  }),
  adapter(readVisibleRentals, ({ rental }, now, ids, visible) =>
    rental.rows
      .filter((row) => ids.includes(row.id) && (visible === 'all' || row.user_id === visible.userId))
      .map((row) => ({ rental: rentalOf(row), now })),
  ),
  adapter(lockMember, ({ member }, now, user_id) => {
    member.put({ user_id })
    return now
  }),
  adapter(readStoredFacts, ({ idempotency_key, book, rental }, now, userId, key, bookId) => {
    const earlier = idempotency_key.get(userId, key)
    const title = book.get(bookId)
    const open = rental.rows.find(
      (row) => row.user_id === userId && row.book_id === bookId && OPEN.includes(row.status),
    )
    return {
      earlier: earlier && { rentalId: earlier.rental_id, fingerprint: earlier.fingerprint },
      book: title && { title: title.title, rentalFee: title.rental_fee, status: title.status },
      open: open && { rentalId: open.id, isDue: (dueInMs(open, { what: 'LOAN_OVER' }, now) ?? 1) <= 0 },
    }
  }),
  adapter(keepKey, ({ idempotency_key }, at, user_id, key, fingerprint, rental_id) => {
    idempotency_key.insert({ user_id, key, fingerprint, rental_id, at })
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
  adapter(keepBook, ({ book }, _, book_id, title, rental_fee) => void book.put({ book_id, title, rental_fee })),
  adapter(setBookStatus, ({ book }, _, bookId, status) => void book.update(book.get(bookId), { status })),
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
