import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const payment: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table payment (
        id uuid primary key,
        rental_id uuid not null,
        user_id text not null,
        book_id uuid not null,
        method text not null check (method in ('PROVIDER', 'FREE')),
        status text not null check (status in
          ('REQUESTED', 'PAID', 'DECLINED', 'VOIDED', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED')),
        attempt_no integer not null check (attempt_no >= 0),
        key text unique,
        rental_fee integer not null check (rental_fee >= 0),
        requested_date timestamptz not null,
        charged_amount integer not null check (charged_amount in (0, rental_fee)),
        paid_date timestamptz,
        decline_reason text,
        void_requested_for text check (void_requested_for in
          ('REFUSED', 'MEMBER', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN')),
        refund_reason text check (refund_reason in
          ('REFUSED', 'MEMBER', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN')),
        refund_attempt integer check (refund_attempt > 0),
        refund_step text check (refund_step in ('POINTS', 'PROVIDER')),
        points_revoked integer,
        point_shortfall integer,
        refunded_date timestamptz,
        refund_error_code text,
        unique (rental_id, attempt_no),
        check ((key is null) = (attempt_no = 0)),
        check ((paid_date is not null) = (status in ('PAID', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED'))),
        check ((refund_attempt is not null) = (status in ('REFUNDING', 'REFUNDED', 'REFUND_FAILED'))),
        -- PN1 once more, where no code can forget it: no money moves before promotion has answered.
        check (status not in ('REFUNDED', 'REFUND_FAILED') or refund_step = 'PROVIDER')
      )`.execute(db)
    await sql`
      create unique index payment_live on payment (rental_id)
      where status in ('REQUESTED', 'PAID', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED')`.execute(db)
  },
}
