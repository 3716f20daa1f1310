import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type PageArguments } from '@ebook/chassis/relay-connection'
import type { Tables } from '../file/tables.ts'
import type { DashboardStatus } from '../projections/row.ts'
import { asOf } from './as-of.ts'
import { rowNode, type RowNode } from './nodes.ts'

export interface RentalsFilter {
  readonly userId?: string | null | undefined
  readonly status?: DashboardStatus | null | undefined
  /** A part of the title or of the member's subject. */
  readonly search?: string | undefined
  readonly refundFailed?: boolean | null | undefined
  readonly over?: boolean | null | undefined
}

const OVER: readonly DashboardStatus[] = ['RETURNED', 'EXPIRED', 'CANCELED']

/** What the lists are ordered by: unique, and in the row for good. */
const Key = z.tuple([z.iso.datetime(), z.string()])

/** One page of rentals, newest first, by keyset: as cheap at the end of 100,000 rows as at the beginning. */
export async function pageOfRentals(db: Kysely<Tables>, args: PageArguments, filter: RentalsFilter) {
  const page = pageOf(args, Key)
  return db.transaction().execute(async (tx) => {
    let matching = tx.selectFrom('dashboard_row')
    if (filter.userId != null) matching = matching.where('user_id', '=', filter.userId)
    if (filter.status != null) matching = matching.where('status', '=', filter.status)
    if (filter.search !== undefined) matching = matching.where(contains(filter.search))
    if (filter.over != null) matching = matching.where('status', filter.over ? 'in' : 'not in', OVER)
    // In the text of the statement, as the partial index has it: one of a parameter is not used.
    if (filter.refundFailed != null)
      matching = matching.where('refund_failed', '=', sql.lit(filter.refundFailed ? 1 : 0))

    let newest = matching.selectAll().orderBy('rented_date', 'desc').orderBy('rental_id', 'desc')
    const { after } = page
    if (after) {
      newest = newest.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('rented_date', 'rental_id'), '<', tuple(after[0], after[1])),
      )
    }
    const { total } = await matching
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const rows = await newest.limit(page.first + 1).execute()
    const keyOf = ({ rentedDate, rentalId }: RowNode) => [rentedDate, rentalId]
    return { asOf: await asOf(tx), ...connectionOf(rows.map(rowNode), page, keyOf, total) }
  })
}

/** Walks through the table: 100,000 rows are some 50 ms of a librarian's. */
const contains = (search: string) =>
  sql<boolean>`(instr(lower(title), lower(${search})) > 0 or instr(lower(user_id), lower(${search})) > 0)`
