import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A payment may wait for its member. A process of an older release makes rentals that do not. */
export const paymentAction: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table rental
        add column pay_until_raised boolean not null default false,
        drop constraint rental_payment_state_check,
        add constraint rental_payment_state_check check (payment_state in
          ('UNPAID', 'PENDING', 'ACTION_REQUIRED', 'DECLINED', 'PAID', 'REFUNDING', 'REFUNDED')) not valid`.execute(db)
  },
}
