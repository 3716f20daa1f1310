import { ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'
import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'

/** REFUND_FAILED is a state of rest: a person has to act on it (statement 9 tells whose money it is). */
const queries: readonly { readonly database: WritingSubgraph; readonly query: string }[] = [
  {
    database: 'rent',
    query: `
      select 'rental ' || id as row,
        case when status = 'RENTED' and pay_until <= now() then 'is RENTED past payUntil'
          when status = 'APPROVED' then 'is APPROVED past dueAt'
          when status = 'RENTED' then 'waits for its payment to be answered'
          else 'is ' || status end as problem,
        extract(epoch from now() - case
          when status = 'RENTED' and pay_until <= now() then pay_until when status = 'APPROVED' then due_at
          else (select max(at) from history where aggregate_type = 'Rental' and aggregate_id = rental.id::text)
        end)::float8 as "movedAgo"
      from rental
      where status in ('REFUSED', 'CANCELING') and refund_state is distinct from 'FAILED'
        or status = 'RENTED' and (pay_until <= now() or payment_state = 'PENDING')
        or status = 'APPROVED' and due_at <= now()`,
  },
  {
    database: 'book',
    query: `
      select 'request ' || rental_id as row, 'is REQUESTED past decideBy' as problem,
        extract(epoch from now() - decide_by)::float8 as "movedAgo"
      from request where status = 'REQUESTED' and decide_by <= now()`,
  },
  {
    database: 'payment',
    query: `
      select 'payment ' || id as row, 'is ' || status as problem,
        extract(epoch from now() - (
          select max(at) from history where aggregate_type = 'Payment' and aggregate_id = payment.id::text
        ))::float8 as "movedAgo"
      from payment where status in ('REQUESTED', 'REFUNDING')
      union all
      select 'payment task of ' || payment_id, 'is left: ' || kind || ', tried ' || tries || ' times',
        extract(epoch from now() - (
          select max(at) from history where aggregate_type = 'Payment' and aggregate_id = payment_task.payment_id::text
        ))::float8
      from payment_task`,
  },
  {
    database: 'promotion',
    query: `
      select 'promotion ' || id as row, 'is LOCKED' as problem,
        extract(epoch from now() - (
          select max(at) from history where aggregate_type = 'Promotion' and aggregate_id = promotion.id::text
        ))::float8 as "movedAgo"
      from promotion where status = 'LOCKED'`,
  },
]

export const nothingTransient: Statement = {
  number: 3,
  title: 'nothing is left in a transient state',
  async check({ databases }) {
    const found: OffendingRow[] = []
    for (const { database, query } of queries) {
      const rows = await databases[database].rows<OffendingRow & { movedAgo: number | null }>(
        `select * from (${query}) as transient order by "movedAgo" desc nulls first limit ${ROWS_AT_MOST}`,
      )
      // Without a history nothing says that it ever moves again.
      found.push(...rows.map((row) => ({ ...row, movedAgo: row.movedAgo ?? undefined })))
    }
    return found
  },
}
