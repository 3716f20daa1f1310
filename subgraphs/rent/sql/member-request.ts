import { sql, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'
import type { KnownBook } from '../rental/language.ts'

/**
 * Waits for the member's other requests, and makes those that come later wait for this one: of two at the same moment
 * the second sees what the first did. Returns the owner's clock (rule G6).
 */
export const lockMember = storeOperation(
  'rent/lock-member',
  async (tx: Transaction<RentDatabase>, userId: string): Promise<Date> => {
    const lock = () =>
      tx
        .selectFrom('member')
        .select(sql<Date>`now()`.as('now'))
        .where('user_id', '=', userId)
        .forUpdate()
        .executeTakeFirst()
    // Whoever inserts the row holds its lock.
    const insert = () =>
      tx
        .insertInto('member')
        .values({ user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .returning(sql<Date>`now()`.as('now'))
        .executeTakeFirst()
    const locked = (await lock()) ?? (await insert()) ?? (await lock())
    if (!locked) throw new Error(`member ${userId} vanished`)
    return locked.now
  },
)

/** What is stored about a request. */
export interface StoredFacts {
  readonly earlier: { readonly rentalId: string; readonly fingerprint: string } | undefined
  readonly book: Omit<KnownBook, 'bookId' | 'fresh'> | undefined
  /** `isDue`: its loan has run out, and only the sweep is late. */
  readonly open: { readonly rentalId: string; readonly isDue: boolean } | undefined
}

interface FactsRow {
  readonly fingerprint: string | null
  readonly earlier_rental_id: string | null
  readonly title: string | null
  readonly rental_fee: number | null
  readonly book_status: KnownBook['status']
  readonly open_rental_id: string | null
  readonly open_is_due: boolean | null
}

/** One statement, after the member's lock and not with it: a statement sees what was committed before it began. */
export const readStoredFacts = storeOperation(
  'rent/read-stored-facts',
  async (tx: Transaction<RentDatabase>, userId: string, key: string, bookId: string): Promise<StoredFacts> => {
    const { rows } = await sql<FactsRow>`
      select earlier.fingerprint, earlier.rental_id as earlier_rental_id,
        book.title, book.rental_fee, book.status as book_status,
        open.id as open_rental_id, open.status = 'APPROVED' and open.due_at <= now() as open_is_due
      from (values (1)) as request
      left join idempotency_key earlier on earlier.user_id = ${userId} and earlier.key = ${key}
      left join book on book.book_id = ${bookId}
      left join rental open on open.user_id = ${userId} and open.book_id = ${bookId}
        and open.status in ('RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING')`.execute(tx)
    const [row] = rows
    if (!row) throw new Error('a left join of one row gave none')
    const { earlier_rental_id, fingerprint, title, rental_fee, open_rental_id } = row
    return {
      earlier:
        earlier_rental_id === null || fingerprint === null ? undefined : { rentalId: earlier_rental_id, fingerprint },
      book:
        title === null || rental_fee === null ? undefined : { title, rentalFee: rental_fee, status: row.book_status },
      open: open_rental_id === null ? undefined : { rentalId: open_rental_id, isDue: row.open_is_due === true },
    }
  },
)

/** Keeps which rental a member's key stands for, and what was asked for under it. */
export const keepKey = storeOperation(
  'rent/keep-key',
  async (
    tx: Transaction<RentDatabase>,
    userId: string,
    key: string,
    fingerprint: string,
    rentalId: string,
  ): Promise<void> => {
    await tx.insertInto('idempotency_key').values({ user_id: userId, key, fingerprint, rental_id: rentalId }).execute()
  },
)
