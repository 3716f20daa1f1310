import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const request: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table request (
        rental_id uuid primary key,
        book_id uuid not null,
        payment_id uuid,
        user_id text,
        copy_id uuid,
        status text not null check (status in ('REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'CLOSED')),
        requested_date timestamptz,
        decide_by timestamptz,
        decided_by text,
        decided_date timestamptz,
        reason_code text check (reason_code in
          ('NO_COPY', 'POLICY', 'MEMBER_BLOCKED', 'DECISION_TIMEOUT', 'WITHDRAWN')),
        note text,
        version integer not null,
        -- N1.1 once more: only what was paid comes before a librarian.
        check (status not in ('REQUESTED', 'APPROVED', 'REFUSED', 'CLOSED') or payment_id is not null)
      )`.execute(db)
    await sql`
      create index request_queue on request (status, requested_date, rental_id)
      where requested_date is not null`.execute(db)
    await sql`create index request_decide_by on request (decide_by) where status = 'REQUESTED'`.execute(db)
    await sql`create index request_book on request (book_id) where status = 'REQUESTED'`.execute(db)
  },
}
