import { convertHangulToQwerty, convertQwertyToHangul } from 'es-hangul'
import { sql, type Kysely } from 'kysely'
import type { BookDatabase } from '../database.ts'
import { lettersOf } from '../listing.ts'
import { searchOf, type Search } from '../search.ts'
import { spelled, wordsOf } from '../spelling.ts'
import { matches, shelf, type Wanted } from './matching.ts'

// Each word is one look at the vocabulary, each guess one at the catalogue.
const MOST_WORDS = 6
const NEAR_WORDS = 4
const MOST_GUESSES = 8

/**
 * What was probably meant by a search that finds nothing: typed on the other keyboard, or with words mistyped, or nearly
 * a title. Undefined when nothing of the kind is there.
 */
export async function didYouMean(
  db: Kysely<BookDatabase>,
  given: string,
  wanted: Wanted & { readonly search: Search },
): Promise<string | undefined> {
  const { words } = wanted.search
  if (words.length > MOST_WORDS || !words.some((word) => /\p{L}/u.test(word))) return undefined
  const near = await Promise.all(words.map((word) => nearWords(db, word)))
  const guesses = [...onOtherKeyboard(given), ...combined(near).slice(0, MOST_GUESSES)]
  for (const guess of guesses) {
    if (guess !== words.join(' ') && (await isThere(db, { ...wanted, search: searchOf(guess) }))) return guess
  }
  return nearTitle(db, wanted)
}

function onOtherKeyboard(given: string): string[] {
  return [convertQwertyToHangul(given), convertHangulToQwerty(given)].map((text) =>
    wordsOf(text).join(' ').slice(0, 200),
  )
}

interface Near {
  readonly word: string
  readonly nearness: number
}

/** The word itself is always one: it may be right where another is wrong. */
async function nearWords(db: Kysely<BookDatabase>, word: string): Promise<readonly Near[]> {
  const [inLetters, itself] = [spelled(word), { word, nearness: 1 }]
  if (word.length < 2 || word.length > 40) return [itself]
  const { rows } = await sql<Near>`
    select word, nearness from (
      select word, greatest(similarity(spelled, ${inLetters}), case when letters = ${lettersOf(word)} then 0.6 else 0 end)
        as nearness
      from catalogue_word where spelled % ${inLetters} or letters = ${lettersOf(word)}
    ) nearest
    where word <> ${word} and abs(length(word) - ${word.length}) <= ${Math.max(2, Math.floor(word.length / 3))}::int
    order by nearness desc, word limit ${NEAR_WORDS}`.execute(db)
  return [itself, ...rows]
}

/** Every choice of one word at each place, the nearest first. */
function combined(places: readonly (readonly Near[])[]): string[] {
  return places
    .reduce<readonly { words: readonly string[]; nearness: number }[]>(
      (begun, place) =>
        begun
          .flatMap(({ words, nearness }) =>
            place.map((near) => ({ words: [...words, near.word], nearness: nearness * near.nearness })),
          )
          .toSorted((one, other) => other.nearness - one.nearness)
          .slice(0, MOST_GUESSES * 2),
      [{ words: [], nearness: 1 }],
    )
    .map(({ words }) => words.join(' '))
}

async function isThere(db: Kysely<BookDatabase>, wanted: Wanted): Promise<boolean> {
  if (wanted.search === undefined) return false
  const { rows } = await sql`select 1 from ${shelf(wanted)} where ${matches(wanted)} limit 1`.execute(db)
  return rows.length > 0
}

/** For words that were run together and mistyped: the title of which a part is nearest. */
async function nearTitle(
  db: Kysely<BookDatabase>,
  { search, filter }: Wanted & { readonly search: Search },
): Promise<string | undefined> {
  const together = spelled(search.words.join(''))
  const any: Wanted = { search: undefined, filter }
  if (together.length < 6 || together.length > 100) return undefined
  const { rows } = await sql<{ title_core: string }>`
    select title_core from ${shelf(any)}
    where ${together} <% listing.spelled and ${matches(any)}
    order by word_similarity(${together}, listing.spelled) desc, listing.book_id limit 1`.execute(db)
  return rows[0]?.title_core
}
