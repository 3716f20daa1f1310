import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The same is checked as before, by one query instead of three, and once for the lines that a transaction writes of a
 * payment: at the last of them. One that another transaction wrote, or a savepoint, is none of these.
 */
export const ledgerCheck: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create or replace function check_ledger_of(checked uuid) returns void language plpgsql as $$
      declare
        balanced boolean;
        held integer;
        held_points integer;
        owed integer;
        owed_points integer;
      begin
        select coalesce(bool_and(total = 0), true), coalesce(sum(money), 0), coalesce(sum(points), 0),
            case when live then charged_amount else 0 end, case when live then points_used - points_returned else 0 end
          into balanced, held, held_points, owed, owed_points
          from (
            select *, status in ('PAID', 'REFUNDING', 'REFUND_FAILED') as live from payment where id = checked
          ) as it
          left join (
            select sum(amount) as total, sum(amount) filter (where account = 'PROVIDER') as money,
              sum(amount) filter (where account = 'POINTS') as points
            from ledger_line where payment_id = checked group by transaction_id
          ) as transactions on true
          group by live, charged_amount, points_used, points_returned;
        if not balanced then
          raise exception 'payment %: a ledger transaction does not add up to zero', checked
            using errcode = 'integrity_constraint_violation';
        end if;
        if held <> owed or held_points <> owed_points then
          raise exception 'payment %: the ledger holds % and % points, the payment says % and %',
            checked, held, held_points, owed, owed_points using errcode = 'integrity_constraint_violation';
        end if;
      end $$`.execute(db)
    await sql`
      create or replace function check_ledger_line() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from ledger_line
          where payment_id = new.payment_id and seq > new.seq and xmin = pg_current_xact_id()::xid
        ) then
          perform check_ledger_of(new.payment_id);
        end if;
        return null;
      end $$`.execute(db)
    await sql`drop trigger payment_in_ledger on payment`.execute(db)
    await sql`
      create constraint trigger payment_in_ledger
      after update of status, charged_amount, points_used, points_returned on payment
      deferrable initially deferred for each row
      when ((old.status, old.charged_amount, old.points_used, old.points_returned)
        is distinct from (new.status, new.charged_amount, new.points_used, new.points_returned))
      execute function check_ledger_payment()`.execute(db)
  },
}
