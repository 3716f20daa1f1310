import { sql, type Kysely } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import type { Actor } from '@ebook/nats/event'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { RentDatabase } from '../database.ts'

/** A title was withdrawn together with its loans. */
export interface Revocation {
  readonly bookId: string
  /** The library's words to the members. */
  readonly note: string | null
  /** Of the event that told of it, and who did it. */
  readonly eventId: string
  readonly actor: Actor
}

/** Told again, it is as it was told first. */
export const keepRevocations = storeWrite(
  'rent/keep-revocations',
  (revocations: readonly Revocation[]) => sql`
    ${insertRows('revocation', ['book_id', 'note', 'event_id', 'actor'], revocations.map(rowOf))}
    on conflict do nothing`,
)

/** Those of which a loan may be left. */
export const openRevocations = storeOperation(
  'rent/open-revocations',
  async (db: Kysely<RentDatabase>): Promise<readonly Revocation[]> => {
    const rows = await db
      .selectFrom('revocation')
      .select(['book_id as bookId', 'note', 'event_id as eventId', 'actor'])
      .where('done_at', 'is', null)
      .orderBy('book_id')
      .execute()
    return rows
  },
)

/**
 * A title is done with when none of its rentals is on loan, or could still be: an approval that was said before the
 * withdrawal, and is heard after it, finds its rental RENTED or PAID. Returns whether it is.
 */
export const endRevocation = storeOperation(
  'rent/end-revocation',
  async (db: Kysely<RentDatabase>, bookId: string): Promise<boolean> => {
    const { numAffectedRows } = await sql`
      update revocation set done_at = now() where book_id = ${bookId} and not exists (
        select from rental where rental.book_id = ${bookId} and status in ('RENTED', 'PAID', 'APPROVED'))`.execute(db)
    return numAffectedRows === 1n
  },
)
