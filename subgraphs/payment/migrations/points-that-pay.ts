import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Points may pay the fee, wholly or in part. A process of an older release goes on beside it: what it makes and saves
 * says nothing of points, and it does not take tasks of a kind that it does not know.
 */
export const pointsThatPay: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table payment
        add column points_to_use integer not null default 0 check (points_to_use >= 0),
        add column points_used integer not null default 0,
        add column points_returned integer not null default 0,
        add column refund_keep_loan boolean,
        drop constraint payment_method_check,
        add constraint payment_method_check check (method in ('PROVIDER', 'FREE', 'POINTS', 'MIXED')),
        drop constraint payment_check,
        add constraint payment_check check (charged_amount in (0, rental_fee - points_to_use)),
        add constraint payment_points check (
          points_to_use <= rental_fee and points_used in (0, points_to_use) and points_returned in (0, points_used)
        ),
        -- Nobody is charged before the points are taken.
        add constraint payment_points_first check (paid_date is null or points_used = points_to_use)`.execute(db)
    await sql`
      alter table payment_task
        drop constraint payment_task_kind_check,
        add constraint payment_task_kind_check check (kind in ('CHARGE', 'SPEND', 'REFUND'))`.execute(db)
    await sql`
      alter table ledger_line
        drop constraint ledger_line_kind_check,
        add constraint ledger_line_kind_check
          check (kind in ('CHARGE', 'REFUND', 'REFUND_REVERSAL', 'POINT_USE', 'POINT_RETURN')),
        drop constraint ledger_line_account_check,
        add constraint ledger_line_account_check check (account in ('PROVIDER', 'POINTS', 'RENTAL_REVENUE')),
        add constraint ledger_line_points check ((kind in ('POINT_USE', 'POINT_RETURN')) or account <> 'POINTS')`.execute(
      db,
    )
    await sql`
      create unique index ledger_line_points_once on ledger_line (payment_id, account, kind)
      where kind in ('POINT_USE', 'POINT_RETURN')`.execute(db)
    // V4 per account: what is left of each follows from the payment, so that of one that went back nothing is.
    await sql`
      create or replace function check_ledger_of(checked uuid) returns void language plpgsql as $$
      declare
        held integer;
        held_points integer;
        owed integer;
        owed_points integer;
      begin
        if exists (select from ledger_line where payment_id = checked group by transaction_id having sum(amount) <> 0) then
          raise exception 'payment %: a ledger transaction does not add up to zero', checked
            using errcode = 'integrity_constraint_violation';
        end if;
        select coalesce(sum(amount) filter (where account = 'PROVIDER'), 0),
            coalesce(sum(amount) filter (where account = 'POINTS'), 0)
          into held, held_points from ledger_line where payment_id = checked;
        select case when live then charged_amount else 0 end, case when live then points_used - points_returned else 0 end
          into owed, owed_points
          from (select *, status in ('PAID', 'REFUNDING', 'REFUND_FAILED') as live from payment where id = checked) as it;
        if held <> owed or held_points <> owed_points then
          raise exception 'payment %: the ledger holds % and % points, the payment says % and %',
            checked, held, held_points, owed, owed_points using errcode = 'integrity_constraint_violation';
        end if;
      end $$`.execute(db)
    await sql`drop trigger payment_in_ledger on payment`.execute(db)
    await sql`
      create constraint trigger payment_in_ledger
      after update of status, charged_amount, points_used, points_returned on payment
      deferrable initially deferred for each row execute function check_ledger_payment()`.execute(db)
  },
}
