import { sql, type Kysely, type RawBuilder } from 'kysely'
import { columnsOf, insertRows } from '@ebook/chassis/sql/rows'
import { statementOf } from '@ebook/nats/store-write'
import type { BookDatabase, ListingTable } from './database.ts'
import { listingOf, SPELLING, vocabularyOf } from './listing.ts'
import type { NewTitle } from './title/language.ts'

const BATCH = 500

/**
 * Lists the titles that are not listed, or were by another version: those of before there was a listing, and those that
 * a process of an older release registers beside this one; and forgets what such a one withdraws. May run twice at the
 * same time; answers how many were listed.
 */
export async function listTitles(db: Kysely<BookDatabase>): Promise<number> {
  await sql`delete from listing using title where title.book_id = listing.book_id and withdrawn`.execute(db)
  for (let listed = 0; ;) {
    const titles = await db
      .selectFrom('title')
      .leftJoin('listing', 'listing.book_id', 'title.book_id')
      .select(['title.book_id as bookId', 'title', 'authors', 'isbn13', 'language', 'title.rental_fee as rentalFee'])
      .where('withdrawn', '=', false)
      .where((eb) => eb.or([eb('listing.book_id', 'is', null), eb('listing.spelling', '<', SPELLING)]))
      .limit(BATCH)
      .execute()
    if (titles.length === 0) return listed
    await statementOf([listingParts(titles)]).execute(db)
    listed += titles.length
  }
}

/** Titles that are to be listed, because they are new, or anew: parts of one statement. */
export function listingParts(titles: readonly Listed[]): Readonly<Record<string, RawBuilder<unknown>>> {
  const words = new Map(titles.flatMap(vocabularyOf).map((word) => [word.word, word]))
  const sorted = [...words.values()].sort((one, other) => (one.word < other.word ? -1 : 1))
  return {
    listed: sql`
      ${insertRows('listing', LISTING_COLUMNS, titles.map(listingOf))}
      on conflict (book_id) do update set spelling = excluded.spelling, spelled = excluded.spelled,
        title_words = excluded.title_words, title_core = excluded.title_core, title_key = excluded.title_key,
        author_key = excluded.author_key, rental_fee = excluded.rental_fee, tags = excluded.tags`,
    spoken: sql`${insertRows('catalogue_word', ['word', 'spelled', 'letters'], sorted)} on conflict do nothing`,
  }
}

type Listed = Pick<NewTitle, 'bookId' | 'title' | 'authors' | 'isbn13' | 'language' | 'rentalFee'>

const LISTING_COLUMNS = columnsOf<ListingTable>()(
  'book_id',
  'spelling',
  'spelled',
  'title_words',
  'title_core',
  'title_key',
  'author_key',
  'rental_fee',
  'tags',
)
