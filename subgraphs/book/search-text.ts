import { readIsbn } from './isbn.ts'

/** What a title is found by: its words as `wordsOf` spells them. */
export function searchTextOf(title: string, authors: readonly string[], isbn13: string | null): string {
  return [title, ...authors, isbn13 ?? ''].map(folded).join(' ')
}

/** The words that somebody looks for: an ISBN without its hyphens, letters without their accents, no word twice. */
export function wordsOf(search: string): string[] {
  const isbn13 = isbn13Of(search)
  return isbn13 === undefined ? [...new Set(folded(search).split(' ').filter(Boolean))].map(withoutHyphens) : [isbn13]
}

function withoutHyphens(word: string): string {
  return isbn13Of(word) ?? word
}

function isbn13Of(text: string): string | undefined {
  const read = readIsbn(text)
  return 'isbn13' in read ? read.isbn13 : undefined
}

/** Composed again after the accents are gone, or half a Hangul syllable would match another one. */
function folded(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .normalize('NFKC')
  return plain
    .toLowerCase()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}
