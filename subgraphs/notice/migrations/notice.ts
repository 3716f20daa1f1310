import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const notice: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table notice (
        id uuid primary key,
        -- The order of the page.
        seq bigint generated always as identity,
        -- Null: the staff's.
        user_id text,
        kind text not null,
        -- What it is about can be told once, whoever tries.
        dedupe text not null unique,
        rental_id uuid,
        facts jsonb not null,
        at timestamptz not null,
        stale_at timestamptz not null,
        on_page boolean not null,
        read_at timestamptz
      )`.execute(db)
    await sql`create index notice_page on notice (user_id, seq desc) where on_page`.execute(db)
    await sql`create index notice_unread on notice (user_id) where on_page and read_at is null`.execute(db)
    await sql`
      create table delivery (
        id uuid primary key,
        seq bigint generated always as identity,
        -- Null: to the staff.
        user_id text,
        channel text not null check (channel in ('EMAIL', 'PUSH', 'KAKAO')),
        device_id uuid,
        status text not null check (status in ('PENDING', 'SENDING', 'SENT', 'SKIPPED', 'FAILED', 'UNKNOWN')),
        -- Why it is SKIPPED, FAILED or UNKNOWN, or was put off.
        reason text,
        attempts integer not null default 0,
        -- PENDING: not before; SENDING: whoever sends it is given up then.
        due_at timestamptz not null,
        first_sent_at timestamptz,
        provider_id text,
        changed_at timestamptz not null default now(),
        check ((channel = 'PUSH') = (device_id is not null))
      )`.execute(db)
    await sql`create index delivery_due on delivery (due_at) where status in ('PENDING', 'SENDING')`.execute(db)
    await sql`create index delivery_newest on delivery (seq desc)`.execute(db)
    await sql`create index delivery_by_status on delivery (status, seq desc)`.execute(db)
    await sql`
      create table delivery_item (
        delivery_id uuid not null references delivery (id),
        notice_id uuid not null references notice (id),
        primary key (delivery_id, notice_id)
      )`.execute(db)
    await sql`create index delivery_item_notice on delivery_item (notice_id)`.execute(db)
  },
}
