import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** How people want to be told, and where they are reached. Nobody else has addresses. */
export const member: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table member (
        user_id text primary key,
        locale text not null check (locale in ('KO', 'EN')),
        time_zone text not null,
        quiet_from text,
        quiet_to text,
        digest text not null check (digest in ('OFF', 'DAILY')),
        discreet boolean not null,
        -- By channel, the kinds that it is for, where they were chosen.
        channels jsonb not null,
        check ((quiet_from is null) = (quiet_to is null))
      )`.execute(db)
    await sql`
      create table contact (
        user_id text not null,
        channel text not null check (channel in ('EMAIL', 'KAKAO')),
        address text not null,
        verified_at timestamptz not null default now(),
        primary key (user_id, channel)
      )`.execute(db)
    await sql`
      create table contact_check (
        id uuid primary key,
        user_id text not null,
        channel text not null check (channel in ('EMAIL', 'KAKAO')),
        address text not null,
        made_at timestamptz not null default now(),
        wrong_tries integer not null default 0,
        -- Used, or replaced by a later one.
        over boolean not null default false
      )`.execute(db)
    await sql`create index contact_check_member on contact_check (user_id, made_at)`.execute(db)
    await sql`create index contact_check_address on contact_check (address, made_at)`.execute(db)
    await sql`
      create table push_device (
        id uuid primary key,
        user_id text not null,
        endpoint text not null unique,
        p256dh text not null,
        auth text not null,
        label text not null,
        added_at timestamptz not null default now()
      )`.execute(db)
    await sql`create index push_device_member on push_device (user_id)`.execute(db)
  },
}
