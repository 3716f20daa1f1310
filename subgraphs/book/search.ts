import { GraphQLError } from 'graphql'
import { isbnPart, readIsbn } from './isbn.ts'
import { coreWords } from './listing.ts'
import { initialsOf, spelled, spelledIsbn, wordsOf } from './spelling.ts'

/** What somebody looks for. A title is found when one of `either` matches all its patterns (SQL's `like`). */
export interface Search {
  readonly either: readonly (readonly string[])[]
  /** The words, to rank by; none for an ISBN or first letters. */
  readonly words: readonly string[]
  /** As words of the title would be without its article. */
  readonly core: string
}

// Anybody may ask.
const LONGEST_SEARCH = 200
const MOST_WORDS = 20
const phrase = /["“”„«»「」『』]([^"“”„«»「」『』]+)["“”„«»「」『』]/gu

/** Throws BAD_USER_INPUT for more than anybody means. Undefined when nothing is looked for. */
export function searchOf(given: string): Search | undefined {
  if (given.length > LONGEST_SEARCH) throw tooMuch()
  if (given.trim() === '') return undefined
  if (new Set(given.trim().split(/\s+/u)).size > MOST_WORDS) throw tooMuch()
  const words = wordsOf(given)
  const part = digitsOf(given)
  const isbn = part === undefined ? [] : [[contains(spelledIsbn(part))]]
  if (/^[ㄱ-ㅎ]{2,}$/u.test(words.join(''))) return firstLetters(words)
  const phrases = [...given.matchAll(phrase)].map(([, quoted = '']) => wordsOf(quoted)).filter((all) => all.length > 1)
  const single = [...new Set(words)].map(patternOf)
  const together = spelled(words.join(''))
  const either = [
    ...isbn,
    ...(words.length === 0 ? [] : [[...single, ...phrases.map((all) => contains(spelled(all.join(''))))]]),
    ...(words.length > 1 && together.length > 3 ? [[contains(together)]] : []),
  ]
  return { either, words, core: coreWords(words).join(' ') }
}

/** For a word that is none: the first letters of a title's words, as lotr. */
export function acronymOf({ words }: Search): Search | undefined {
  const [word = '', ...others] = words
  return others.length === 0 && /^[a-z]{3,8}$/.test(word) ? firstLetters(Array.from(word)) : undefined
}

function firstLetters(letters: readonly string[]): Search {
  return { either: [[contains(initialsOf(letters))]], words: [], core: '' }
}

function digitsOf(given: string): string | undefined {
  const read = readIsbn(given, { zerosEaten: /^\s*\d{9}\s*$/.test(given) })
  return 'isbn13' in read ? read.isbn13 : isbnPart(given)
}

/**
 * A short word is found at the beginning of others, a long one within them too, and a word of other letters than ours as
 * well: Korean is written with and without blanks. All letters and digits, so that nothing needs an escape.
 */
function patternOf(word: string): string {
  return word.length >= SHORTEST_WITHIN || !/^[a-z0-9]*$/.test(word) ? contains(spelled(word)) : `% ${spelled(word)}%`
}

// `dont` is in "abandon them" when the blanks are left out.
const SHORTEST_WITHIN = 6

function contains(text: string): string {
  return `%${text}%`
}

function tooMuch(): GraphQLError {
  return new GraphQLError(`\`search\` has at most ${LONGEST_SEARCH} characters and ${MOST_WORDS} words.`, {
    extensions: { code: 'BAD_USER_INPUT', argumentName: 'search' },
  })
}
