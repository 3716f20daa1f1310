import { connectionOf, pageOf, type Connection } from '@ebook/chassis/connection'
import { sql, type Kysely } from 'kysely'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { bookView } from '../book-view.ts'
import type { BookDatabase } from '../database.ts'
import type { Book, QueryBooksArgs } from '../generated/resolvers.ts'
import { wordsOf } from '../search-text.ts'

const Key = z.tuple([z.uuid()])
// Anybody may ask, and every word is a look at every title.
const LONGEST_SEARCH = 200
const MOST_WORDS = 20

/** What is in the catalogue, newest first: the ids are of version 7, so their order is that of registration. */
export async function books(db: Kysely<BookDatabase>, args: QueryBooksArgs): Promise<Connection<Book>> {
  const page = pageOf(args, Key)
  const found = matching(db, args.search ?? '')
  const rows = await found
    .selectAll()
    .$if(page.after !== undefined, (query) => query.where('book_id', '<', page.after?.[0] ?? ''))
    .orderBy('book_id', 'desc')
    .limit(page.first + 1)
    .execute()
  const { total } = await found.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  return connectionOf(rows.map(bookView), page, (book) => [book.id], Number(total))
}

/** One statement for any number of titles; those that are not there are left out. */
export async function booksById(db: Kysely<BookDatabase>, ids: readonly string[]): Promise<Book[]> {
  const rows = await db
    .selectFrom('title')
    .selectAll()
    .where('book_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(bookView)
}

function matching(db: Kysely<BookDatabase>, search: string) {
  const words = search.length > LONGEST_SEARCH ? undefined : wordsOf(search)
  if (words === undefined || words.length > MOST_WORDS) {
    throw new GraphQLError(`\`search\` has at most ${LONGEST_SEARCH} characters and ${MOST_WORDS} words.`, {
      extensions: { code: 'BAD_USER_INPUT', argumentName: 'search' },
    })
  }
  return words.reduce(
    (query, word) => query.where('search_text', 'like', `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
    db.selectFrom('title').where('withdrawn', '=', false),
  )
}
