import type { ListingTable, WordTable } from './database.ts'
import { initialsOf, keyOf, spelled, spelledIsbn, wordsOf } from './spelling.ts'
import type { NewTitle } from './title/language.ts'

/** Raise it with every change of what is made here: titles that were listed by another version are listed anew. */
export const SPELLING = 1

type Described = Pick<NewTitle, 'bookId' | 'title' | 'authors' | 'isbn13' | 'language' | 'rentalFee'>

/** What a title is found, filtered and sorted by. */
export function listingOf({ bookId, title, authors, isbn13, language, rentalFee }: Described): ListingTable {
  const words = wordsOf(title)
  const names = authors.map((author) => wordsOf(author))
  return {
    book_id: bookId,
    spelling: SPELLING,
    spelled: spelledText(words, names, isbn13),
    title_words: words.join(' '),
    title_core: coreOf(title),
    title_key: keyOf(words),
    author_key: keyOf(names[0] ?? []),
    rental_fee: rentalFee,
    tags: [...names.map(authorTag), ...(language === null ? [] : languageTags(language))],
  }
}

/** The words of titles and authors, for whoever mistypes one. Sorted: two registrations never wait for each other. */
export function vocabularyOf({ title, authors }: Pick<Described, 'title' | 'authors'>): WordTable[] {
  const words = new Set([title, ...authors].flatMap((text) => wordsOf(text)))
  return [...words]
    .filter((word) => /\p{L}/u.test(word) && word.length > 1 && word.length <= LONGEST_WORD)
    .sort()
    .map((word) => ({ word, spelled: spelled(word), letters: lettersOf(word) }))
}

const LONGEST_WORD = 40

/** The same for words that differ by the order of their letters. */
export function lettersOf(word: string): string {
  return Array.from(spelled(word)).sort().join('')
}

export function authorTag(words: readonly string[]): string {
  return `by:${words.join('')}`
}

/** A language and what it is a kind of: en-GB is en. */
export function languageTags(language: string): string[] {
  const tag = language.toLowerCase()
  return [...new Set([tag, tag.split('-')[0] ?? tag])].map((part) => `in:${part}`)
}

/**
 * Words one by one, then title and each author in one, with and without a name's initials: 조앤롤링 is 조앤 K. 롤링. Then
 * first letters and the ISBN. Every part has a blank before and behind it.
 */
function spelledText(words: readonly string[], names: readonly string[][], isbn13: string | null): string {
  const inOne = [words, ...names].flatMap((all) => [all, all.filter((word) => word.length > 1)])
  const parts = [
    ...[words, ...names].flat().map(spelled),
    ...inOne.map((all) => spelled(all.join(''))),
    ...[words, ...names].map(initialsOf),
    ...(isbn13 === null ? [] : [spelledIsbn(isbn13)]),
  ]
  return ` ${[...new Set(parts)].filter(Boolean).join(' ')} `
}

/** The title without its article and without what stands in brackets. */
function coreOf(title: string): string {
  const [beginning = ''] = title.split(/[([]/u, 1)
  return coreWords(wordsOf(beginning.trim() === '' ? title : beginning)).join(' ')
}

export function coreWords(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words
  return rest.length > 0 && ['the', 'a', 'an'].includes(first) ? rest : words
}
