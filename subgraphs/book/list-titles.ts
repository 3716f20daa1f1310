import { sql, type Kysely } from 'kysely'
import type { BookDatabase } from './database.ts'
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
    await list(db, titles)
    listed += titles.length
  }
}

/** Lists titles that are new, or anew. */
export async function list(
  db: Kysely<BookDatabase>,
  titles: readonly Omit<NewTitle, 'loanPeriodDays' | 'maxRenewals' | 'registeredDate' | 'seatsTotal'>[],
): Promise<void> {
  await db
    .insertInto('listing')
    .values(titles.map(listingOf))
    .onConflict((conflict) =>
      conflict.column('book_id').doUpdateSet((eb) => ({
        spelling: eb.ref('excluded.spelling'),
        spelled: eb.ref('excluded.spelled'),
        title_words: eb.ref('excluded.title_words'),
        title_core: eb.ref('excluded.title_core'),
        title_key: eb.ref('excluded.title_key'),
        author_key: eb.ref('excluded.author_key'),
        tags: eb.ref('excluded.tags'),
      })),
    )
    .execute()
  const words = new Map(titles.flatMap(vocabularyOf).map((word) => [word.word, word]))
  if (words.size === 0) return
  const sorted = [...words.values()].sort((one, other) => (one.word < other.word ? -1 : 1))
  await sql`
    insert into catalogue_word select * from jsonb_populate_recordset(null::catalogue_word, ${JSON.stringify(sorted)}::jsonb)
    on conflict do nothing`.execute(db)
}
