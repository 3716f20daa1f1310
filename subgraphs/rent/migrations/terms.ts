import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The terms that a member pays for, and what becomes of a loan by them. Nothing is known of older rentals, and of titles
 * that were registered before: those are lent as book says with its approval, and are not renewed.
 */
export const terms: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table rental
        add column loan_period_days integer check (loan_period_days > 0),
        add column max_renewals integer check (max_renewals >= 0),
        add column cancel_window_ms double precision,
        add column licence_ends_at timestamptz,
        add column opened_date timestamptz,
        drop constraint rental_cancel_requested_for_check,
        add constraint rental_cancel_requested_for check (cancel_requested_for in
          ('MEMBER', 'PAYMENT_TIMEOUT', 'LICENCE_ENDED', 'LIBRARY')) not valid,
        drop constraint rental_cancel_reason_check,
        add constraint rental_cancel_reason check (cancel_reason in
          ('MEMBER', 'REFUSED', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN', 'LICENCE_ENDED', 'LIBRARY')) not valid,
        drop constraint rental_check,
        -- N1.1 as it was, but for a loan that goes on although its money was given back.
        add constraint rental_is_paid check (status not in ('PAID', 'APPROVED') or (payment_id is not null and
          (payment_state = 'PAID' or status = 'APPROVED' and payment_state = 'REFUNDED'))) not valid`.execute(db)
    await sql`
      alter table book
        add column loan_period_days integer,
        add column max_renewals integer,
        add column holds_waiting integer not null default 0`.execute(db)
  },
}
