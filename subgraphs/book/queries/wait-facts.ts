import { sql, type Kysely } from 'kysely'
import type { BookDatabase } from '../database.ts'
import { CLAIM, type Loans, type Span } from '../wait/estimate.ts'

export interface WaitFacts extends Loans {
  /** The owner's clock (rule G6). */
  readonly now: Date
  readonly holdsWaiting: number
  readonly isOut: boolean
}

interface FactsRow {
  readonly now: Date
  readonly book_id: string
  readonly period_ms: number
  readonly holds_waiting: number
  readonly seats_free: number
  readonly is_out: boolean
  readonly lent: readonly { readonly since_ms: number; readonly due_ms: number }[] | null
  readonly paid: number
  readonly ready: number
  readonly usual: readonly [number, number] | null
}

/** Of the last so many loans one learns how long they are. */
const LAST_LOANS = 100

/** What a guess stands on, by title; those that are not there are left out. Locks nothing. */
export async function readWaitFacts(
  db: Kysely<BookDatabase>,
  bookIds: readonly string[],
): Promise<ReadonlyMap<string, WaitFacts>> {
  const { rows } = await sql<FactsRow>`
      select now() as now, book_id, loan_period_days * 86400000.0::float8 as period_ms, holds_waiting, seats_free,
        not withdrawn and not unlimited and seats_free = 0 as is_out,
        (select json_agg(json_build_object(
            'since_ms', extract(epoch from now() - decided_date) * 1000,
            'due_ms', extract(epoch from coalesce(due_at, decided_date + loan_period_days * interval '1 day') - now())
              * 1000))
          from allocation join request using (rental_id) left join renewed_loan using (rental_id)
          join seat on seat.id = seat_id join licence on licence.id = licence_id
          where allocation.book_id = title.book_id and closed_at is null and request.status = 'APPROVED'
            and ended_at is null and loans_left is distinct from 0) as lent,
        (select count(*)::int from request where request.book_id = title.book_id and status = 'REQUESTED') as paid,
        (select count(*)::int from hold where hold.book_id = title.book_id and status = 'READY') as ready,
        (select percentile_cont(array[0.5, 0.8]) within group (order by length_ms) from (
          select extract(epoch from closed_at - decided_date)::float8 * 1000 as length_ms
          from allocation join request using (rental_id)
          where allocation.book_id = title.book_id and closed_at is not null and request.status = 'CLOSED'
          order by closed_at desc limit ${LAST_LOANS}) as lately) as usual
      from title where book_id = any(${bookIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.book_id, factsOf(row)]))
}

function factsOf({ now, period_ms, usual, lent, paid, ready, ...row }: FactsRow): WaitFacts {
  const length: Span = usual === null ? { likely: period_ms, late: period_ms } : { likely: usual[0], late: usual[1] }
  const lentBack = (lent ?? []).map(({ since_ms, due_ms }) => {
    const usually = length.likely - since_ms
    // Who has it for longer than usual may have it to the end.
    return { likely: Math.max(0, usually > 0 ? Math.min(due_ms, usually) : due_ms), late: Math.max(0, due_ms) }
  })
  // Somebody will decide about it, or take it; then it is read.
  const toCome = { likely: CLAIM.likely + length.likely, late: CLAIM.late + length.late }
  return {
    now,
    holdsWaiting: row.holds_waiting,
    isOut: row.is_out,
    free: row.seats_free,
    length,
    back: [...lentBack, ...Array<Span>(paid + ready).fill(toCome)],
  }
}
