import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type Connection } from '@ebook/chassis/relay-connection'
import type { BookDatabase } from '../database.ts'
import type { QueryRentalRequestsArgs } from '../generated/resolvers.ts'
import { requestView, type RequestView } from '../request-view.ts'
import { REQUEST_COLUMNS, requestOf } from '../sql/request.ts'

const Key = z.tuple([z.iso.datetime(), z.uuid()])

/** Whose requests may be seen: one member's, or everybody's. */
export type Visible = { readonly userId: string } | 'all'

/** The librarian's queue, oldest first. A tombstone never was a case, so it is not in it. */
export async function rentalRequests(
  db: Kysely<BookDatabase>,
  args: QueryRentalRequestsArgs,
): Promise<Connection<RequestView>> {
  const page = pageOf(args, Key)
  const cases = db
    .selectFrom('request')
    .where('requested_date', 'is not', null)
    .$if(args.status != null, (query) => query.where('status', '=', args.status ?? 'REQUESTED'))
  const rows = await cases
    .select(REQUEST_COLUMNS)
    .$if(page.after !== undefined, (query) =>
      query.where(sql<boolean>`(requested_date, rental_id) > (${page.after?.[0]}, ${page.after?.[1]})`),
    )
    .orderBy('requested_date')
    .orderBy('rental_id')
    .limit(page.first + 1)
    .execute()
  const { total } = await cases.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  return connectionOf(
    rows.map((row) => requestView(requestOf(row))),
    page,
    (request) => [request.requestedDate?.toISOString() ?? '', request.rentalId],
    Number(total),
  )
}

/** One statement for any number of rentals; requests that are not there to be seen are left out. */
export async function requestsByRental(
  db: Kysely<BookDatabase>,
  rentalIds: readonly string[],
  visible: Visible,
): Promise<RequestView[]> {
  const requests = db
    .selectFrom('request')
    .select(REQUEST_COLUMNS)
    .where('rental_id', '=', sql<string>`any(${rentalIds}::uuid[])`)
  const rows = await (visible === 'all' ? requests : requests.where('user_id', '=', visible.userId)).execute()
  return rows.map((row) => requestView(requestOf(row)))
}
