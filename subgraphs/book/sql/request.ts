import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { dueAmong, type DueAmong } from '@ebook/chassis/sql/due'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { BookDatabase, RequestTable, StoredRequest } from '../database.ts'
import type { Request } from '../request/state.ts'

export const REQUEST_COLUMNS = columnsOf<RequestTable>()(
  'rental_id',
  'book_id',
  'version',
  'status',
  'user_id',
  'payment_id',
  'copy_id',
  'charged_amount',
  'requested_date',
  'decide_by',
  'decided_by',
  'decided_date',
  'reason_code',
  'note',
)

/** Locks the rows, in the order of their ids. */
export const loadRequests = storeOperation(
  'book/load-requests',
  (tx: Transaction<BookDatabase>, rentalIds: readonly string[]): Promise<Loaded<Request>> =>
    lockRows(tx, 'request', 'rental_id', REQUEST_COLUMNS, sql`rental_id = any(${rentalIds}::uuid[])`, requestOf),
)

export function requestOf(row: RequestTable): Request {
  // What saveRequests wrote: the status has what it implies.
  return fieldsOf<StoredRequest>(row) as Request
}

export const saveRequests = storeWrite('book/save-requests', (saved: readonly Saved<Request>[]) =>
  saveRows('request', 'rental_id', REQUEST_COLUMNS, saved, requestRow),
)

export const requestRow = (request: Request): RequestTable => rowOf<StoredRequest>(request)

/** Those of the ids that are known. Locks nothing. */
export const knownRequests = storeOperation(
  'book/known-requests',
  async (db: Kysely<BookDatabase>, rentalIds: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await db
      .selectFrom('request')
      .select('rental_id')
      .where('rental_id', '=', sql<string>`any(${rentalIds}::uuid[])`)
      .execute()
    return new Set(rows.map(({ rental_id }) => rental_id))
  },
)

/** Locks the title, and finds the rentals that wait for a decision about it, in the order of their ids. */
export const waitingFor = storeOperation(
  'book/waiting-for',
  async (tx: Transaction<BookDatabase>, bookId: string): Promise<readonly string[]> => {
    const [, { rows }] = await Promise.all([
      sql`select from title where book_id = ${bookId} for update`.execute(tx),
      sql<{ rental_id: string }>`
        select rental_id from request where book_id = ${bookId} and status = 'REQUESTED' order by rental_id`.execute(
        tx,
      ),
    ])
    return rows.map(({ rental_id }) => rental_id)
  },
)

type Undecided = DueAmong<{ readonly rentalId: string; readonly bookId: string }>

/** What should have been decided by now, by the owner's clock (rule G6), the longest overdue first; and what comes next. */
export const findUndecided = storeOperation(
  'book/find-undecided',
  async (db: Kysely<BookDatabase>, limit: number): Promise<Undecided> => {
    const found = await db
      .selectFrom('request')
      .select(['rental_id as rentalId', 'book_id as bookId'])
      .select(sql<number>`extract(epoch from decide_by - now())::float8 * 1000`.as('inMs'))
      // Written out, for the index of those that are (rent/sql/due.ts).
      .where('status', '=', sql.lit('REQUESTED'))
      .where('decide_by', 'is not', null)
      .orderBy('decide_by')
      .limit(limit + 1)
      .execute()
    const { due, nextInMs } = dueAmong(found, limit)
    return { due: due.map(({ rentalId, bookId }) => ({ rentalId, bookId })), nextInMs }
  },
)
