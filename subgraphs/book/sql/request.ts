import { sql, type Kysely, type Transaction } from 'kysely'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase, RequestTable, StoredRequest } from '../database.ts'
import type { Request } from '../request/state.ts'

/** Locks the row. */
export const loadRequest = storeOperation(
  'book/load-request',
  async (tx: Transaction<BookDatabase>, rentalId: string): Promise<Request | undefined> => {
    const row = await tx
      .selectFrom('request')
      .selectAll()
      .where('rental_id', '=', rentalId)
      .forUpdate()
      .executeTakeFirst()
    return row && requestOf(row)
  },
)

export function requestOf(row: RequestTable): Request {
  // What saveRequest wrote: the status has what it implies.
  return fieldsOf<StoredRequest>(row) as Request
}

export const saveRequest = storeOperation(
  'book/save-request',
  async (
    tx: Transaction<BookDatabase>,
    rentalId: string,
    request: Request,
    previous: Request | undefined,
  ): Promise<void> => {
    if (previous === undefined) await tx.insertInto('request').values(requestRow(request)).execute()
    else await tx.updateTable('request').set(requestRow(request)).where('rental_id', '=', rentalId).execute()
  },
)

export const requestRow = (request: Request): RequestTable => rowOf<StoredRequest>(request)

/** The title that a request is about; undefined when there is no such request. Locks nothing. */
export const titleOfRequest = storeOperation(
  'book/title-of-request',
  async (db: Kysely<BookDatabase>, rentalId: string): Promise<string | undefined> => {
    const row = await db.selectFrom('request').select('book_id').where('rental_id', '=', rentalId).executeTakeFirst()
    return row?.book_id
  },
)

/** The rentals that wait for a decision about the title, in the order of their ids. */
export const waitingFor = storeOperation(
  'book/waiting-for',
  async (tx: Transaction<BookDatabase>, bookId: string): Promise<readonly string[]> => {
    const rows = await tx
      .selectFrom('request')
      .select('rental_id')
      .where('book_id', '=', bookId)
      .where('status', '=', 'REQUESTED')
      .orderBy('rental_id')
      .execute()
    return rows.map(({ rental_id }) => rental_id)
  },
)

export interface Undecided {
  readonly due: readonly { readonly rentalId: string; readonly bookId: string }[]
  /** Milliseconds until the next one is due, if it is known and these are all that are. */
  readonly nextInMs: number | undefined
}

/** What should have been decided by now, by the owner's clock (rule G6), the longest overdue first; and what comes next. */
export const findUndecided = storeOperation(
  'book/find-undecided',
  async (db: Kysely<BookDatabase>, limit: number): Promise<Undecided> => {
    const found = await db
      .selectFrom('request')
      .select(['rental_id as rentalId', 'book_id as bookId'])
      .select(sql<number>`extract(epoch from decide_by - now())::float8 * 1000`.as('inMs'))
      .where('status', '=', 'REQUESTED')
      .where('decide_by', 'is not', null)
      .orderBy('decide_by')
      .limit(limit + 1)
      .execute()
    const due = found.filter(({ inMs }) => inMs <= 0).map(({ rentalId, bookId }) => ({ rentalId, bookId }))
    return { due: due.slice(0, limit), nextInMs: found[due.length]?.inMs }
  },
)
