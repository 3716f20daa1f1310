import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who of the library looked at a member, for that member to see; and who erased somebody, under the pseudonym. */
export const look: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table look (
        id uuid primary key,
        seq bigint generated always as identity,
        user_id text not null,
        looked_by text not null,
        kind text not null check (kind in ('PAGE', 'HISTORY', 'ERASURE')),
        -- Empty where none is asked for.
        reason text not null,
        at timestamptz not null default now()
      )`.execute(db)
    // A page that is left open, and a history that is read page by page, are one look an hour.
    await sql`
      create unique index look_once_an_hour
      on look (user_id, looked_by, kind, md5(reason), date_trunc('hour', at at time zone 'UTC'))`.execute(db)
    await sql`create index look_newest on look (user_id, seq desc)`.execute(db)
  },
}
