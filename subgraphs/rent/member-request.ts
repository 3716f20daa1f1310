import { sql, type Transaction } from 'kysely'
import type { RentDatabase } from './database.ts'
import type { Rent } from './ports.ts'
import type { KnownBook } from './rental/language.ts'

/** What a member asks for under a key of theirs. */
export interface MemberRequest {
  readonly userId: string
  readonly key: string
  readonly bookId: string
  readonly expectedFee: number | undefined
}

/** What rent knows about a request when it decides. */
export interface RequestFacts {
  /** The rental of an earlier request under the same key (rule G7): `same` is false when that asked for something else. */
  readonly earlier: { readonly rentalId: string; readonly same: boolean } | undefined
  readonly book: KnownBook | undefined
  /** The member's open rental of the title; `isDue` when its loan has run out and only the sweep is late. */
  readonly open: { readonly rentalId: string; readonly isDue: boolean } | undefined
}

/**
 * Waits for the member's other requests, and makes those that come later wait for this one: of two at the same moment
 * the second sees what the first did. Returns the owner's clock (rule G6).
 */
export async function lockMember(tx: Transaction<RentDatabase>, userId: string): Promise<Date> {
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
export async function readFacts(
  rent: Rent,
  tx: Transaction<RentDatabase>,
  request: MemberRequest,
): Promise<RequestFacts> {
  const { userId, key, bookId } = request
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
  const { earlier_rental_id, title, rental_fee, open_rental_id } = row
  return {
    earlier: earlier_rental_id
      ? { rentalId: earlier_rental_id, same: row.fingerprint === fingerprintOf(request) }
      : undefined,
    book:
      title === null || rental_fee === null
        ? undefined
        : { bookId, title, rentalFee: rental_fee, status: row.book_status, fresh: isBookHeard(rent) },
    open: open_rental_id ? { rentalId: open_rental_id, isDue: row.open_is_due === true } : undefined,
  }
}

/** Keeps which rental a key stands for. A refused request leaves nothing behind and may be made again. */
export async function keepRequest(
  tx: Transaction<RentDatabase>,
  request: MemberRequest,
  rentalId: string,
): Promise<void> {
  const { userId, key } = request
  await tx
    .insertInto('idempotency_key')
    .values({ user_id: userId, key, fingerprint: fingerprintOf(request), rental_id: rentalId })
    .execute()
}

/** The database's backstop: a second open rental of one title for one member. */
export function isSecondOpenRental(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'rental_open_title'
}

/** What has to be the same for two requests to be the same one. */
function fingerprintOf({ bookId, expectedFee }: MemberRequest): string {
  return JSON.stringify([bookId, expectedFee ?? null])
}

/** How long ago, not when: both ends of the interval are read from this process' own clock. */
function isBookHeard({ messaging, settings }: Rent): boolean {
  const heardAt = messaging.producerSeenAt('book')
  return heardAt !== undefined && Date.now() - heardAt.getTime() < settings.availabilityTrustedForMs
}
