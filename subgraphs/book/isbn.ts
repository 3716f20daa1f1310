/** What an ISBN is, or why it is none. */
export type IsbnReading =
  | { readonly isbn13: string }
  | {
      readonly wrong: 'NO_ISBN' | 'WRONG_CHECK_DIGIT' | 'WRONG_SIGN'
      /** How many digits there are. */
      readonly digits: number
      /** What stands where a digit should, for WRONG_SIGN. */
      readonly sign?: string
    }

export interface IsbnOptions {
  /** Whether fewer than ten digits may be an ISBN-10 whose leading zeros a spreadsheet ate. */
  readonly zerosEaten?: boolean
}

const SHORTEST_EATEN = 6
const name = /^(?:urn:)?(?:e-?)?isbn(?:[- ]?1[03](?!\d))?[\s:.)]*/i
/** Every dash that Unicode knows, the minus sign, blanks, and what is not seen at all. */
const gap = /[\p{Pd}\u2212\s\p{Default_Ignorable_Code_Point}]/u
const gaps = new RegExp(gap, 'gu')
/** What catalogues write behind an ISBN: `(pbk.)`, `: 9,800원`, and the five digits that Korean books add. */
const behind = / ?[([:;,/].*$| \p{L}{2}.*$| \d{5}$/su

/**
 * The ISBN-13 of what people and catalogues write for one: of 13 digits or of 10, with every kind of dash and digit,
 * behind `ISBN:`, before `(pbk.)`. The check digit is verified.
 */
export function readIsbn(given: string, { zerosEaten = false }: IsbnOptions = {}): IsbnReading {
  const named = given.slice(0, LONGEST).normalize('NFKC').trim().replace(name, '').replaceAll(/\s+/g, ' ')
  const read = readDigits(named.replaceAll(gaps, ''), zerosEaten)
  if ('isbn13' in read) return read
  const shortened = named.replace(behind, '')
  return shortened === named ? read : readDigits(shortened.replaceAll(gaps, ''), zerosEaten)
}

/** More is no ISBN, whatever stands behind it. */
const LONGEST = 200

function readDigits(written: string, zerosEaten: boolean): IsbnReading {
  const digits = /^\d*/.exec(written)?.[0].length ?? 0
  const eaten = zerosEaten && digits >= SHORTEST_EATEN
  if (/^97[89]\d{10}$/.test(written)) {
    return written.endsWith(isbn13CheckDigit(written)) ? { isbn13: written } : { wrong: 'WRONG_CHECK_DIGIT', digits }
  }
  if (/^\d{9}[\dX]$/i.test(written) || (eaten && /^\d{5,9}[\dX]$/i.test(written))) {
    return isbn13Of(written.toUpperCase().padStart(10, '0')) ?? { wrong: 'WRONG_CHECK_DIGIT', digits: written.length }
  }
  // An X is the last of ten.
  const sign = [...written].find((character) => !/\d/.test(character))
  const named = sign === undefined || (/x/i.test(sign) && /^\d*x$/i.test(written)) ? {} : { sign }
  return { wrong: 'sign' in named ? 'WRONG_SIGN' : 'NO_ISBN', digits: written.replaceAll(/\D/g, '').length, ...named }
}

function isbn13Of(isbn10: string): { isbn13: string } | undefined {
  const sum = [...isbn10].reduce(
    (total, digit, index) => total + (10 - index) * (digit === 'X' ? 10 : Number(digit)),
    0,
  )
  if (sum % 11 !== 0) return undefined
  const stem = `978${isbn10.slice(0, 9)}`
  return { isbn13: stem + isbn13CheckDigit(stem) }
}

function isbn13CheckDigit(digits: string): string {
  const sum = [...digits.slice(0, 12)].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return String((10 - (sum % 10)) % 10)
}

/**
 * The digits of a part of an ISBN as somebody looks for it: ten or more, fewer with dashes between them or behind
 * `ISBN`. Undefined for what is rather a word or a number.
 */
export function isbnPart(given: string): string | undefined {
  const text = given.normalize('NFKC').trim()
  const bare = text.replace(name, '')
  const digits = bare.replaceAll(gaps, '')
  if (!/^\d{4,13}$/.test(digits)) return undefined
  const isNamed = bare !== text
  const dashes = bare.match(/\p{Pd}|\u2212/gu)?.length ?? 0
  return isNamed || digits.length >= 10 || (dashes > 0 && digits.length >= 7) ? digits : undefined
}
