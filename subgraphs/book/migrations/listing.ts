import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What the catalogue is searched, filtered and sorted by. Not in `title`, whose rows change with every loan: an update
 * there would write all these indexes anew. `list-titles.ts` fills it.
 */
export const listing: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create extension if not exists pg_trgm`.execute(db)
    await sql`
      create table listing (
        book_id uuid primary key references title (book_id),
        spelling integer not null,
        spelled text not null,
        title_words text not null,
        title_core text not null,
        title_key text collate "C" not null,
        author_key text collate "C" not null,
        rental_fee integer not null,
        tags text[] not null
      )`.execute(db)
    await sql`create index listing_spelled on listing using gin (spelled gin_trgm_ops)`.execute(db)
    await sql`create index listing_tags on listing using gin (tags)`.execute(db)
    await sql`create index listing_title on listing (title_key, book_id)`.execute(db)
    await sql`create index listing_author on listing (author_key, book_id)`.execute(db)
    await sql`create index listing_fee on listing (rental_fee, book_id)`.execute(db)
    await sql`
      create table catalogue_word (
        word text collate "C" primary key,
        spelled text not null,
        letters text collate "C" not null
      )`.execute(db)
    await sql`create index catalogue_word_spelled on catalogue_word using gin (spelled gin_trgm_ops)`.execute(db)
    await sql`create index catalogue_word_letters on catalogue_word (letters)`.execute(db)
  },
}
