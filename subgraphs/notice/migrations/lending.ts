import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who waits for what, who is kept from what, and which licences run down: what is told of them, and whether it is still so. */
export const lending: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table title (
        book_id uuid primary key,
        -- Null as long as nobody has said it.
        title text,
        withdrawn boolean
      )`.execute(db)
    await sql`
      create table hold (
        id uuid primary key,
        -- Who waits for what is forgotten when it is over.
        user_id text,
        book_id uuid,
        state text not null check (state in ('WAITING', 'READY', 'SUSPENDED', 'OVER')),
        ready_until timestamptz,
        -- When its member is reminded that their turn ends.
        remind_at timestamptz,
        check ((user_id is null) = (state = 'OVER') and (book_id is null) = (state = 'OVER'))
      )`.execute(db)
    await sql`create index hold_remind on hold (remind_at) where remind_at is not null`.execute(db)
    await sql`create table block (id uuid primary key, lifted boolean not null)`.execute(db)
    await sql`
      create table licence (
        id uuid primary key,
        book_id uuid not null,
        expires_at timestamptz,
        loans_left integer,
        over boolean not null
      )`.execute(db)
    await sql`create index licence_book on licence (book_id) where not over`.execute(db)
    await sql`
      alter table notice
        add column hold_id uuid,
        add column block_id uuid`.execute(db)
    await sql`
      alter table rental
        -- Whether it ended because the library took the book back; null as long as nobody has said why.
        add column taken_back boolean`.execute(db)
  },
}
