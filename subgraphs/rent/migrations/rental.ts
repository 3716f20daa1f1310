import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const rental: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table rental (
        id uuid primary key,
        user_id text not null,
        book_id uuid not null,
        title text not null,
        rental_fee integer not null check (rental_fee >= 0),
        rented_date timestamptz not null,
        pay_until timestamptz not null,
        status text not null check (status in
          ('RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING', 'RETURNED', 'EXPIRED', 'CANCELED')),
        payment_state text not null check (payment_state in
          ('UNPAID', 'PENDING', 'DECLINED', 'PAID', 'REFUNDING', 'REFUNDED')),
        refund_state text check (refund_state in ('PENDING', 'FAILED', 'DONE')),
        attempt_no integer not null,
        pay_calls integer not null,
        retry_after timestamptz,
        payment_id uuid,
        payment_status text check (payment_status in
          ('REQUESTED', 'PAID', 'DECLINED', 'VOIDED', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED')),
        charged_amount integer check (charged_amount >= 0),
        refunded_amount integer check (refunded_amount >= 0),
        cancel_requested_for text check (cancel_requested_for in ('MEMBER', 'PAYMENT_TIMEOUT')),
        cancel_reason text check (cancel_reason in
          ('MEMBER', 'REFUSED', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN')),
        copy_id uuid,
        starts_at timestamptz,
        due_at timestamptz,
        returned_date timestamptz,
        expired_date timestamptz,
        canceled_date timestamptz,
        renewal_count integer not null,
        payback integer,
        -- N1.1 once more, where no code can forget it.
        check (status not in ('PAID', 'APPROVED') or (payment_id is not null and payment_state = 'PAID')),
        check (status <> 'APPROVED' or (copy_id is not null and due_at is not null))
      )`.execute(db)
    // The backstop of R1, "no open rental of the same title"; the member's row lock is what usually says so.
    await sql`
      create unique index rental_open_title on rental (user_id, book_id)
      where status in ('RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING')`.execute(db)
    // What the timers look for: small, because a rental is in one of them for a part of its life only.
    await sql`create index rental_retry_after on rental (retry_after) where retry_after is not null`.execute(db)
    await sql`create index rental_pay_until on rental (pay_until) where status = 'RENTED'`.execute(db)
    await sql`create index rental_due_at on rental (due_at) where status = 'APPROVED'`.execute(db)
  },
}
