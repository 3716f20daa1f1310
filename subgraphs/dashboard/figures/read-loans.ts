import { sql, type Kysely } from 'kysely'
import type { Tables } from '../file/tables.ts'
import type { DayLoans, TitleLoans } from '../generated/resolvers.ts'
import type { Bucket } from './time-buckets.ts'

/** Of fewer people than this a report does not tell: who knows one of them would know the others. */
const FEWEST_TOLD = 5
/** With more than so many in line for each seat, another licence is worth its price. */
const LONG_LINE = 4

interface Counted {
  readonly count: number
  readonly members: number
}

/** Null for what too few did; nobody is told to be nobody. */
const toldOf = ({ count, members }: Counted): number | null => (members > 0 && members < FEWEST_TOLD ? null : count)

/** Whoever waits for a title does so once: as many places as members. Suspended ones keep theirs, and want it too. */
const line = sql`(select book_id, count(*) as waiting from hold_row where status = 'WAITING' group by book_id)`

/** Of titles that were lent in the days, or are waited for; those of which too little is told come last, by name. */
export async function readLoansByTitle(
  db: Kysely<Tables>,
  days: readonly Bucket[],
  first: number,
): Promise<{ readonly titles: TitleLoans[]; readonly totalCount: number }> {
  const [from, to] = [days[0]?.from ?? '', days.at(-1)?.to ?? '']
  const { rows } = await sql<
    Counted & { bookId: string; title: string; waiting: number; seats: number; total: number }
  >`
    with loan as (
      select book_id, count(*) as count, count(distinct user_id) as members from dashboard_row
      where approved_date >= ${from} and approved_date < ${to} group by book_id
    )
    select book_id as "bookId", title, seats_total as seats, coalesce(count, 0) as count,
      coalesce(members, 0) as members, coalesce(waiting, 0) as waiting, count(*) over () as total
    from catalogue_row left join loan using (book_id) left join ${line} line using (book_id)
    where members > 0 or waiting > 0
    order by iif(members >= ${FEWEST_TOLD}, count, 0) desc, title, book_id limit ${first}`.execute(db)
  const titles = rows.map(({ bookId, title, seats, waiting, ...loans }) => ({
    bookId,
    title,
    seats,
    loans: toldOf(loans),
    waiting: toldOf({ count: waiting, members: waiting }),
    buy: waiting >= FEWEST_TOLD && waiting > LONG_LINE * seats,
  }))
  return { titles, totalCount: rows[0]?.total ?? 0 }
}

export async function readLoansByDay(db: Kysely<Tables>, days: readonly Bucket[]): Promise<DayLoans[]> {
  const { rows } = await sql<Counted & { from: string }>`
    with day as materialized (
      select key as no, value ->> 'from' as begins, value ->> 'to' as ends from json_each(${JSON.stringify(days)})
    )
    select begins as "from", count(rental_id) as count, count(distinct user_id) as members
    from day left join dashboard_row on approved_date >= begins and approved_date < ends group by no order by no
  `.execute(db)
  return rows.map(({ from, ...loans }) => ({ from, loans: toldOf(loans) }))
}
