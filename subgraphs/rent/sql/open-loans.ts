import { sql, type RawBuilder } from 'kysely'

/** How many rentals of a member count for their limit (R1): what is on its way out does not, nor a loan that has run out. */
export const openLoansOf = (userId: RawBuilder<unknown>): RawBuilder<number> => sql<number>`(
  select count(*)::integer from rental counted
  where counted.user_id = ${userId} and counted.status in ('RENTED', 'PAID', 'APPROVED')
    and not (counted.status = 'APPROVED' and counted.due_at <= now()))`
