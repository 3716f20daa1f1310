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

const isPast = (date: Date | null, now: Date): boolean => date !== null && date.getTime() <= now.getTime()

function isDue(row: RentalTable, due: DueRentals, now: Date): boolean {
  const { status, payment_state, retry_after, pay_until, due_at } = row
  switch (due.what) {
    case 'LOAN_OVER':
      return status === 'APPROVED' && isPast(due_at, now)
    case 'PAYMENT_DEFERRED':
      return status === 'RENTED' && payment_state === 'PENDING' && isPast(retry_after, now) && !isPast(pay_until, now)
    case 'UNPAID':
      return status === 'RENTED' && isPast(pay_until, new Date(now.getTime() - due.agoMs))
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
      open: open && { rentalId: open.id, isDue: open.status === 'APPROVED' && isPast(open.due_at, now) },
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
  adapter(findDue, ({ rental }, now, due, limit) =>
    rental.rows
      .filter((row) => isDue(row, due, now))
      .slice(0, limit)
      .map(({ id }) => id),
  ),
  adapter(lockDue, ({ rental }, now, due, id) => {
    const row = rental.get(id)
    return row && isDue(row, due, now) ? now : undefined
  }),
]
