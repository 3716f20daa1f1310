import { disassemble } from 'es-hangul'

/** How many code points of a title or a name lists are sorted by; a cursor holds them. */
const KEY = 60
const quotes = /['’‘ʼ′`´＇]/gu
const between = /[^\p{L}\p{N}\p{Mc}\p{So}]+/u

/**
 * The words of a text as they are compared: in lower case, without accents and punctuation, letters between full stops
 * together (J.K. is `jk`).
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    // Composed again after the accents are gone, or half a Hangul syllable would be another letter.
    .normalize('NFKC')
    .replaceAll(/[\u1100-\u1112]/g, (initial) => INITIALS[initial.charCodeAt(0) - 0x1100] ?? '')
    .replaceAll(/[\u1161-\u1175]/g, (vowel) => String.fromCharCode(0x314f + vowel.charCodeAt(0) - 0x1161))
    .replaceAll(quotes, '')
    .replaceAll(/(?<![\p{L}\p{N}])\p{L}(?:\. ?\p{L}(?![\p{L}\p{N}]))+/gu, (initials) =>
      initials.replaceAll(/[. ]/g, ''),
    )
  const words = plain.split(between).filter(Boolean)
  // A title may be nothing but signs: then they are its words.
  return words.length > 0 ? words : plain.split(/[\s\p{C}]+/u).filter(Boolean)
}

/** What lists are sorted by: words with a blank between them. Compared code point by code point. */
export function keyOf(words: readonly string[]): string {
  return [...words.join(' ')].slice(0, KEY).join('').trim()
}

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const JAMO = `${INITIALS}ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ`

/**
 * A folded word in the letters a to z and digits: pg_trgm knows no others where the database's locale is C. A Hangul
 * syllable becomes its letters, so that a word being typed is a beginning of the whole one and short words have trigrams.
 */
export function spelled(word: string): string {
  if (/^[a-z0-9]*$/.test(word)) return word
  return Array.from(disassemble(word), letter).join('')
}

function letter(character: string): string {
  if (/[a-z0-9]/.test(character)) return character
  const jamo = JAMO.indexOf(character)
  if (jamo !== -1) return `q${jamo.toString(36)}`
  return `zz${(character.codePointAt(0) ?? 0).toString(36).padStart(4, '0')}`
}

/** The first letter of each word, and of each syllable of a Hangul word; marked, so that it is no word's beginning. */
export function initialsOf(words: readonly string[]): string {
  return words
    .flatMap((word) => (/\p{Script=Hangul}/u.test(word) ? Array.from(word) : Array.from(word).slice(0, 1)))
    .map((part) => `x${/[a-z0-9]/.test(part) ? part : letter(Array.from(disassemble(part))[0] ?? '')}`)
    .join('')
}

/** An ISBN's digits, marked: 1984 is no part of an ISBN. */
export function spelledIsbn(digits: string): string {
  return digits.replaceAll(/\d/g, (digit) => `i${digit}`)
}
