import { sql } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeWrite } from '@ebook/nats/store-write'

/** A loan that was renewed. */
export interface ExtendedLoan {
  readonly rentalId: string
  readonly dueAt: Date
}

/** Not in the allocation, whose row may be closed by the same statement. */
export const extendLoans = storeWrite('book/extend-loans', (loans: readonly ExtendedLoan[]) => {
  const latest = [...new Map(loans.map((loan) => [loan.rentalId, loan])).values()]
  return sql`
    ${insertRows('renewed_loan', ['rental_id', 'due_at'], latest.map(rowOf))}
    on conflict (rental_id) do update set due_at = excluded.due_at`
})
