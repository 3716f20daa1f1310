import { sql, type Kysely } from 'kysely'
import type { Tables } from '../file/tables.ts'
import type { FigurePoint } from '../generated/resolvers.ts'
import type { Bucket } from './time-buckets.ts'

/**
 * What happened in one bucket, as the schema says it. Points are not bounded yet: there may be more than an Int holds.
 * A wait is from the payment to the decision, nearest rank; of money, a free title gives none back.
 */
export type Figures = Omit<FigurePoint, 'from' | 'to'>

/** The figures of each bucket, in their order. Every date is looked up in an index of its own. */
export async function readFigures(db: Kysely<Tables>, buckets: readonly Bucket[]): Promise<Figures[]> {
  const bucket = sql`bucket as materialized (
    select key as no, value ->> 'from' as begins, value ->> 'to' as ends from json_each(${JSON.stringify(buckets)})
  )`
  const { rows } = await sql<Figures>`
    with ${bucket},
    wait as (
      select no, ${waited('approved_date')} as seconds from ${within('approved_date')} where paid_date is not null
      union all
      select no, ${waited('refused_date')} from ${within('refused_date')} where paid_date is not null
    ),
    ranked as (
      select no, seconds, row_number() over (partition by no order by seconds) as rank, count(*) over (partition by no) as of
      from wait
    )
    select
      (select count(*) from ${inBucket('rented_date')}) as requests,
      (select count(*) from ${inBucket('approved_date')}) as approvals,
      (select count(*) from ${inBucket('refused_date')}) as refusals,
      (select count(*) from ${inBucket('refunded_date')} and rental_fee > 0) as refunds,
      (select coalesce(sum(rental_fee), 0) from ${inBucket('paid_date')})
        - (select coalesce(sum(rental_fee), 0) from ${inBucket('refunded_date')}) as revenue,
      (select coalesce(sum(points), 0) from ${inBucket('paid_date')}) as points,
      (select min(seconds) from ranked where ranked.no = bucket.no and rank * 100 >= of * 50) as "medianWaitSeconds",
      (select min(seconds) from ranked where ranked.no = bucket.no and rank * 100 >= of * 90) as "p90WaitSeconds"
    from bucket order by no`.execute(db)
  return rows.map((row) => ({ ...row }))
}

type DateColumn = 'rented_date' | 'paid_date' | 'approved_date' | 'refused_date' | 'refunded_date'

const inBucket = (date: DateColumn) =>
  sql`dashboard_row where ${sql.ref(date)} >= bucket.begins and ${sql.ref(date)} < bucket.ends`

const within = (date: DateColumn) =>
  sql`bucket join dashboard_row on ${sql.ref(date)} >= begins and ${sql.ref(date)} < ends`

/** Two owners' clocks: a decision never comes before its payment. */
const waited = (date: DateColumn) =>
  sql`max(0, cast(round(unixepoch(${sql.ref(date)}, 'subsec') - unixepoch(paid_date, 'subsec')) as integer))`
