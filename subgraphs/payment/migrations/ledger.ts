import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Double entry. The database itself refuses a commit after which the ledger and the payment say different things. */
export const ledger: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table ledger_line (
        seq bigint generated always as identity primary key,
        transaction_id uuid not null,
        payment_id uuid not null references payment (id),
        kind text not null check (kind in ('CHARGE', 'REFUND', 'REFUND_REVERSAL')),
        account text not null check (account in ('PROVIDER', 'RENTAL_REVENUE')),
        amount integer not null check (amount <> 0),
        at timestamptz not null default now()
      )`.execute(db)
    await sql`create index ledger_line_payment on ledger_line (payment_id)`.execute(db)
    await sql`
      create unique index ledger_line_one_charge on ledger_line (payment_id, account) where kind = 'CHARGE'`.execute(db)
    // What the library holds of a payment follows from its status, so Σrefund − Σreversal can never exceed Σcharge.
    await sql`
      create function check_ledger_of(checked uuid) returns void language plpgsql as $$
      declare
        held integer;
        owed integer;
      begin
        if exists (select from ledger_line where payment_id = checked group by transaction_id having sum(amount) <> 0) then
          raise exception 'payment %: a ledger transaction does not add up to zero', checked
            using errcode = 'integrity_constraint_violation';
        end if;
        select coalesce(sum(amount), 0) into held from ledger_line where payment_id = checked and account = 'PROVIDER';
        select case when status in ('PAID', 'REFUNDING', 'REFUND_FAILED') then charged_amount else 0 end into owed
          from payment where id = checked;
        if held <> owed then
          raise exception 'payment %: the ledger holds %, the payment says %', checked, held, owed
            using errcode = 'integrity_constraint_violation';
        end if;
      end $$`.execute(db)
    await sql`
      create function check_ledger_line() returns trigger language plpgsql as $$
      begin
        perform check_ledger_of(new.payment_id);
        return null;
      end $$`.execute(db)
    await sql`
      create function check_ledger_payment() returns trigger language plpgsql as $$
      begin
        perform check_ledger_of(new.id);
        return null;
      end $$`.execute(db)
    // Deferred: the payment and its lines are written by several statements of one transaction.
    await sql`
      create constraint trigger ledger_line_balanced after insert on ledger_line
      deferrable initially deferred for each row execute function check_ledger_line()`.execute(db)
    await sql`
      create constraint trigger payment_in_ledger after update of status, charged_amount on payment
      deferrable initially deferred for each row execute function check_ledger_payment()`.execute(db)
    await sql`
      create constraint trigger new_payment_in_ledger after insert on payment
      deferrable initially deferred for each row when (new.charged_amount <> 0)
      execute function check_ledger_payment()`.execute(db)
    await sql`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the ledger is only appended to' using errcode = 'integrity_constraint_violation';
      end $$`.execute(db)
    await sql`
      create trigger ledger_line_is_final before update or delete on ledger_line
      for each row execute function refuse_change()`.execute(db)
  },
}
