import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What else was agreed on with who sold a licence; and what librarians and members were told of an end that is near. Licences
 * that end are looked at when thirty days are left of them: what a title noted before, when it changes next, was later.
 */
export const licenceTerms: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table licence
        add column near_end text[] not null default '{}',
        add column download text not null default 'NONE' check (download in ('NONE', 'DRM_FREE', 'LCP')),
        add column preview integer check (preview between 0 and 100)`.execute(db)
    await sql`
      update title set changes_at = least(changes_at, near.at)
      from (
        select book_id, min(expires_at) - interval '30 days' as at from licence
        where ended_at is null and expires_at is not null group by book_id
      ) near
      where near.book_id = title.book_id and not withdrawn`.execute(db)
    await sql`alter table hold add column reminded boolean not null default false`.execute(db)
  },
}
