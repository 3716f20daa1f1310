import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * A provider may need the member to act before it charges, and tells by messages what became of it. A process of an older
 * release goes on beside it: it makes payments without actions, and does not take tasks of a kind that it does not know.
 */
export const actions: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table payment
        add column action_ref text,
        add column action_url text,
        add column action_expires_at timestamptz,
        add column wrong_charge integer check (wrong_charge >= 0),
        add constraint payment_action check (
          (action_ref is null) = (action_url is null) and (action_ref is null) = (action_expires_at is null)
        ),
        -- P2c once more, where no code can forget it.
        add constraint payment_not_by_wrong_charge check (wrong_charge is null or paid_date is null)`.execute(db)
    await sql`create unique index payment_action_ref on payment (action_ref) where action_ref is not null`.execute(db)
    await sql`
      alter table payment_task
        add column hinted boolean not null default false,
        drop constraint payment_task_kind_check,
        add constraint payment_task_kind_check check (kind in ('CHARGE', 'SPEND', 'ACTION', 'REFUND'))`.execute(db)
    await sql`create table webhook (id text primary key, at timestamptz not null default now())`.execute(db)
    await sql`create index webhook_at on webhook (at)`.execute(db)
    await sql`
      alter table simulated_provider.charge
        drop constraint charge_status_check,
        add constraint charge_status_check check (status in ('OPEN', 'CHARGED', 'DECLINED', 'VOIDED')),
        add column ref text unique,
        add column order_name text,
        add column return_url text,
        add column expires_at timestamptz,
        add column proof text`.execute(db)
  },
}
