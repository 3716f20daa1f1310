import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What the broker has acknowledged is one value of relay_state, and no longer a column of every row, whose update wrote
 * the row and its indexes once more.
 *
 * A relay of the release before goes on beside this one, and either may have the lease after the other. It marks rows by
 * `published_at`, and publishes what has none. So a row that this release numbers gets `-infinity` in the same update: the
 * older relay leaves it alone, unless the stream is new, when it publishes everything, as this one does. Whoever begins
 * an epoch here takes over by the rows (sql/relay-state.ts): what was marked since an epoch was begun here is in `published`
 * then, and what is not marked, is not. What this release has numbered, and lost the lease before the broker had it, the
 * older one never sends: consumers ask for it after two seconds, as for whatever the stream lacks, and it is sent when
 * this release leads again.
 *
 * When no process of the release before can come back: drop `published_at` with its index, and `begun_at`; beginEpoch
 * only counts then.
 */
export const published: Migration = {
  async up(db: Kysely<unknown>) {
    // From here to the commit no relay of any release passes: each reads this table.
    await sql`
      alter table relay_state
        add column published int8multirange not null default '{}',
        add column begun_at timestamptz not null default now()`.execute(db)
    await sql`
      update relay_state set published = int8multirange(int8range(1, last_pos + 1)) - coalesce((
        select range_agg(int8range(pos, pos + 1)) from outbox where published_at is null and pos is not null
      ), '{}')`.execute(db)
    await sql`
      create view unpublished as
        select event_id, pos, appended_at from outbox where pos is null
        union all
        select event_id, pos, appended_at
        from relay_state, unnest(int8multirange(int8range(1, last_pos + 1)) - published) as gap
        join outbox on pos >= lower(gap) and pos < upper(gap)`.execute(db)
  },
}
