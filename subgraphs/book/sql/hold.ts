import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { dueAmong, type DueAmong } from '@ebook/chassis/sql/due'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { BookDatabase, HoldTable, StoredHold } from '../database.ts'
import type { Hold } from '../hold/state.ts'

export const HOLD_COLUMNS = columnsOf<HoldTable>()(
  'hold_id',
  'book_id',
  'user_id',
  'seq',
  'key',
  'status',
  'suspended',
  'suspended_until',
  'suspended_date',
  'reminded',
  'seat_id',
  'ready_until',
  'extended',
  'extended_for',
  'lapses',
  'placed_date',
  'closed_date',
  'reason',
)

/** Locks the rows, in the order of their ids. Their titles are locked before. */
export const loadHolds = storeOperation(
  'book/load-holds',
  (tx: Transaction<BookDatabase>, holdIds: readonly string[]): Promise<Loaded<Hold>> =>
    lockRows(tx, 'hold', 'hold_id', HOLD_COLUMNS, sql`hold_id = any(${holdIds}::uuid[])`, holdOf),
)

export const holdOf = (row: HoldTable): Hold => fieldsOf<StoredHold>(row)

export const saveHolds = storeWrite('book/save-holds', (saved: readonly Saved<Hold>[]) =>
  saveRows('hold', 'hold_id', HOLD_COLUMNS, saved, holdRow),
)

export const holdRow = (hold: Hold): HoldTable => rowOf<StoredHold>(hold)

/** Everybody who is in line for a title. Its lock is held. */
export const openHoldsOf = storeOperation(
  'book/open-holds-of',
  async (tx: Transaction<BookDatabase>, bookId: string): Promise<readonly string[]> => {
    const { rows } = await sql<{ hold_id: string }>`
      select hold_id from hold where book_id = ${bookId} and status in ('WAITING', 'READY') order by seq`.execute(tx)
    return rows.map(({ hold_id }) => hold_id)
  },
)

export interface DueHold {
  readonly holdId: string
  readonly bookId: string
  readonly userId: string
  /** Why it is looked at. */
  readonly due: 'LAPSES' | 'RESUMES' | 'REMINDS' | 'FORGOTTEN'
  readonly extended: boolean
  readonly at: Date
  /** For how long, by the owner's clock. */
  readonly agoMs: number
}

/** Holds of which something is due by the owner's clock (rule G6), the longest overdue first; and what comes next. */
export const findDueHolds = storeOperation(
  'book/find-due-holds',
  async (db: Kysely<BookDatabase>, limit: number): Promise<DueAmong<DueHold>> => {
    const { rows } = await sql<Omit<DueHold, 'agoMs'> & { readonly inMs: number }>`
      select hold_id as "holdId", book_id as "bookId", user_id as "userId", due, extended, at,
        extract(epoch from at - now())::float8 * 1000 as "inMs"
      from (
        select hold.*, 'LAPSES' as due, ready_until as at from hold where status = 'READY'
        union all
        select hold.*, 'RESUMES', suspended_until from hold
          where status = 'WAITING' and suspended and suspended_until is not null
        union all
        select hold.*, 'REMINDS', suspended_date + interval '335 days' from hold
          where status = 'WAITING' and suspended and not reminded
            and (suspended_until is null or suspended_until >= suspended_date + interval '365 days')
        union all
        select hold.*, 'FORGOTTEN', suspended_date + interval '365 days' from hold
          where status = 'WAITING' and suspended
      ) waiting order by at limit ${limit + 1}`.execute(db)
    const { due, nextInMs } = dueAmong(rows, limit)
    return { due: due.map(({ inMs, ...one }) => ({ ...one, agoMs: -inMs })), nextInMs }
  },
)
