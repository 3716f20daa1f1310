import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who wants their history kept, and what is found by the timer that ends the others'. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table member add column keeps_history boolean not null default false`.execute(db)
    await sql`
      create index rental_closed on rental ((coalesce(returned_date, expired_date, canceled_date)))
      where status in ('RETURNED', 'EXPIRED', 'CANCELED') and user_id not like 'anon:%'`.execute(db)
  },
}
