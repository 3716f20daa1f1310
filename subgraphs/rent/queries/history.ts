import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type Connection, type Page, type PageArguments } from '@ebook/chassis/relay-connection'
import { rentalOf, type RentDatabase } from '../database.ts'
import { viewOf, type RentalView } from '../rental-view.ts'
import { RENTAL_COLUMNS } from '../sql/rental.ts'

const Key = z.tuple([z.iso.datetime(), z.uuid()])
type Place = z.output<typeof Key>

/** Throws BAD_USER_INPUT for a page that cannot be. */
export const historyPage = (args: PageArguments): Page<Place> => pageOf(args, Key)

/** The rentals of a member that are over, for as long as it is known whose they were (R25); newest first. */
export async function readHistory(
  db: Kysely<RentDatabase>,
  userId: string,
  page: Page<Place>,
): Promise<Connection<RentalView>> {
  const over = db
    .selectFrom('rental')
    .where(sql<boolean>`status in ('RETURNED', 'EXPIRED', 'CANCELED') and user_id not like 'anon:%'`)
    .where('user_id', '=', userId)
  const newest = over
    .select(RENTAL_COLUMNS)
    .select(sql<Date>`now()`.as('now'))
    .orderBy('rented_date', 'desc')
    .orderBy('id', 'desc')
    .limit(page.first + 1)
  const [date, id] = page.after ?? []
  const behind = sql<boolean>`(rented_date, id) < (${date}::timestamptz, ${id}::uuid)`
  const [rows, { total }] = await Promise.all([
    (date === undefined ? newest : newest.where(behind)).execute(),
    over.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
  ])
  // An application has the milliseconds of the clock that it was decided by.
  const keyOf = ({ rentedDate, id }: RentalView) => [new Date(rentedDate).toISOString(), id]
  return connectionOf(
    rows.map(({ now, ...row }) => viewOf(rentalOf(row), now)),
    page,
    keyOf,
    Number(total),
  )
}
