import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** For the metric: the few payments that are not settled, among all that ever were. */
export const unsettled: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create index payment_unsettled on payment (status)
      where status in ('REQUESTED', 'REFUNDING', 'REFUND_FAILED')`.execute(db)
  },
}
