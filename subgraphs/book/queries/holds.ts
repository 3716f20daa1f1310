import { sql, type Kysely, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type Connection, type PageArguments } from '@ebook/chassis/relay-connection'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase, HoldTable } from '../database.ts'
import type { HoldStatus } from '../generated/resolvers.ts'
import type { Hold } from '../hold/state.ts'
import { HOLD_COLUMNS, holdOf } from '../sql/hold.ts'

/** A hold as the API shows it; its title is found by its id. */
export type HoldView = Hold & { readonly id: string; readonly position: number | null }

/** Whether there is such a member is rent's to say: here it is only somewhere to hang the holds on. */
export interface MemberReference {
  readonly id: string
}

const columns = sql.raw(HOLD_COLUMNS.map((column) => `hold.${column}`).join(', '))

// Computed, never stored: whoever is suspended is passed over, and has no position.
const position = sql<number | null>`
  case when status = 'WAITING' and not suspended then (
    select count(*)::int + 1 from hold as ahead where ahead.book_id = hold.book_id and ahead.status = 'WAITING'
      and not ahead.suspended and ahead.seq < hold.seq) end`

type Row = HoldTable & { readonly position: number | null }

const viewOf = ({ position, ...row }: Row): HoldView => ({ ...holdOf(row), id: row.hold_id, position })

async function select(db: Kysely<BookDatabase>, rest: RawBuilder<unknown>): Promise<HoldView[]> {
  const { rows } = await sql<Row>`select ${columns}, ${position} as position from hold where ${rest}`.execute(db)
  return rows.map(viewOf)
}

/** One statement for any number of holds; those that are not there are left out. */
export const readHoldViews = storeOperation(
  'book/read-hold-views',
  (db: Kysely<BookDatabase>, holdIds: readonly string[]): Promise<HoldView[]> =>
    select(db, sql`hold_id = any(${holdIds}::uuid[])`),
)

/** What a member waits for, by title. */
export const openHoldsOfMember = (
  db: Kysely<BookDatabase>,
  userId: string,
  bookIds: readonly string[],
): Promise<HoldView[]> =>
  select(db, sql`user_id = ${userId} and book_id = any(${bookIds}::uuid[]) and status in ('WAITING', 'READY')`)

const NewestFirst = z.tuple([z.iso.datetime(), z.uuid()])

/** A member's own, the newest first. */
export async function myHolds(
  db: Kysely<BookDatabase>,
  userId: string,
  args: PageArguments,
): Promise<Connection<HoldView>> {
  const page = pageOf(args, NewestFirst)
  const placed = sql`date_trunc('milliseconds', placed_date)`
  const behind = page.after
    ? sql`and (${placed}, hold_id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
    : sql``
  const rows = await select(
    db,
    sql`user_id = ${userId} ${behind} order by ${placed} desc, hold_id desc limit ${page.first + 1}`,
  )
  const total = await countHolds(db, sql`user_id = ${userId}`)
  return connectionOf(rows, page, ({ placedDate, id }) => [placedDate.toISOString(), id], total)
}

const InLine = z.tuple([z.int()])

/** The line for a title, as librarians see it: first come, first served. */
export async function holdsOf(
  db: Kysely<BookDatabase>,
  bookId: string,
  status: HoldStatus | null | undefined,
  args: PageArguments,
): Promise<Connection<HoldView>> {
  const page = pageOf(args, InLine)
  const those = sql`book_id = ${bookId} ${status == null ? sql`` : sql`and status = ${status}`}`
  const behind = page.after ? sql`and seq > ${page.after[0]}` : sql``
  const rows = await select(db, sql`${those} ${behind} order by seq limit ${page.first + 1}`)
  return connectionOf(rows, page, ({ seq }) => [seq], await countHolds(db, those))
}

async function countHolds(db: Kysely<BookDatabase>, those: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from hold where ${those}`.execute(db)
  return rows[0]?.total ?? 0
}

/** Of which title a hold is, and whose. */
export const placeOf = storeOperation(
  'book/place-of',
  (
    db: Kysely<BookDatabase>,
    holdId: string,
  ): Promise<{ readonly bookId: string; readonly userId: string } | undefined> =>
    db
      .selectFrom('hold')
      .select(['book_id as bookId', 'user_id as userId'])
      .where('hold_id', '=', holdId)
      .executeTakeFirst(),
)

/** The hold that a member asked for under a key, and for which title. */
export const holdByKey = storeOperation(
  'book/hold-by-key',
  (
    db: Kysely<BookDatabase>,
    userId: string,
    key: string,
  ): Promise<{ readonly holdId: string; readonly bookId: string } | undefined> =>
    db
      .selectFrom('hold')
      .select(['hold_id as holdId', 'book_id as bookId'])
      .where('user_id', '=', userId)
      .where('key', '=', key)
      .executeTakeFirst(),
)
