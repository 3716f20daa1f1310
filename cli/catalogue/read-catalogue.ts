import { readIsbn } from '@ebook/book/isbn'
import type { Reason } from './reason.ts'

/** A title as a catalogue file describes it, fit to be registered. */
export interface CatalogueTitle {
  readonly line: number
  readonly title: string
  readonly authors: readonly string[]
  readonly isbn13: string | undefined
  readonly language: string | undefined
  readonly rentalFee: number
  readonly seats: number
}

export interface RefusedRow {
  readonly line: number
  readonly title: string
  readonly reason: Reason
}

export interface Defaults {
  /** Won. */
  readonly fee: number
  readonly seats: number
}

export interface ReadCatalogue {
  readonly titles: readonly CatalogueTitle[]
  readonly refused: readonly RefusedRow[]
}

/** A row of the file with the line it begins on; the names of its columns are letters and digits in lower case. */
export interface Row {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/**
 * What is good in a catalogue file, and what is not and why. Knows two forms: title, authors, isbn13, language,
 * rentalFee, seats; and that of goodbooks-10k, where ISBN-10s have lost their leading zeros, ISBN-13s are floats and
 * several authors share a cell.
 */
export function readCatalogue(rows: readonly Row[], defaults: Defaults): ReadCatalogue {
  const titles: CatalogueTitle[] = []
  const refused: RefusedRow[] = []
  const seen = new Map<string, number>()
  for (const row of rows) {
    const read = readRow(row, defaults)
    if ('reason' in read) {
      refused.push(read)
      continue
    }
    // A title without an ISBN is known by what is printed on it.
    const key = read.isbn13 ?? JSON.stringify([read.title, ...read.authors])
    const earlier = seen.get(key)
    if (earlier === undefined) {
      seen.set(key, read.line)
      titles.push(read)
    } else {
      const reason: Reason =
        read.isbn13 === undefined
          ? { code: 'REPEATED_TITLE', line: earlier }
          : { code: 'REPEATED_ISBN', isbn: read.isbn13, line: earlier }
      refused.push({ line: read.line, title: read.title, reason })
    }
  }
  return { titles, refused }
}

function readRow({ line, cells }: Row, defaults: Defaults): CatalogueTitle | RefusedRow {
  const title = oneLine(cells['title']) || oneLine(cells['originaltitle'])
  const refuse = (reason: Reason): RefusedRow => ({ line, title, reason })
  if (title === '') return refuse({ code: 'NO_TITLE' })
  const authors = authorsOf(oneLine(cells['authors'] ?? cells['author']))
  if (authors.length === 0) return refuse({ code: 'NO_AUTHOR' })
  const isbn = isbnOf(cells)
  if (isbn !== undefined && 'wrong' in isbn) return refuse(isbn.wrong)
  const rentalFee = wholeNumber(cells['rentalfee'], defaults.fee)
  if (rentalFee === undefined) return refuse({ code: 'WRONG_FEE', given: cells['rentalfee'] ?? '' })
  const seats = wholeNumber(cells['seats'], defaults.seats)
  if (seats === undefined || seats < 1) return refuse({ code: 'WRONG_SEATS', given: cells['seats'] ?? '' })
  return { line, title, authors, isbn13: isbn?.isbn13, language: languageOf(cells), rentalFee, seats }
}

function oneLine(cell: string | undefined): string {
  return (cell ?? '').replaceAll(/\s+/g, ' ').trim()
}

const suffix = /^(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?$/i

/** Separated by semicolons if there is one, so that "King, Stephen; Straub, Peter" are two; otherwise by commas. */
function authorsOf(cell: string): string[] {
  const authors: string[] = []
  for (const part of cell.split(cell.includes(';') ? ';' : ',')) {
    const name = part.trim()
    const before = authors.at(-1)
    if (before !== undefined && suffix.test(name)) authors[authors.length - 1] = `${before}, ${name}`
    else if (name !== '' && !authors.includes(name)) authors.push(name)
  }
  return authors
}

/** A book without an ISBN is a book; one with an ISBN that cannot be right is a mistake somebody should look at. */
function isbnOf(cells: Row['cells']): { isbn13: string } | { wrong: Reason } | undefined {
  const isbn10 = withoutFraction(cells['isbn']) || withoutFraction(cells['isbn10'])
  const given = isbn10 || withoutFraction(cells['isbn13'])
  // A spreadsheet that made a float of it has lost digits: it says nothing.
  if (given === '' || /^\d(?:\.\d+)?e\+?\d+$/i.test(given)) return undefined
  const read = readIsbn(given, { zerosEaten: isbn10 !== '' })
  if ('isbn13' in read) return read
  return { wrong: { code: read.wrong === 'WRONG_CHECK_DIGIT' ? 'WRONG_CHECK_DIGIT' : 'NO_ISBN', isbn: given } }
}

/** `439023483.0` is how a spreadsheet writes a number that it takes for a measurement. */
function withoutFraction(cell: string | undefined): string {
  return (cell ?? '').trim().replace(/^(\d+)\.0+$/, '$1')
}

function languageOf(cells: Row['cells']): string | undefined {
  const given = cells['language']?.trim() || cells['languagecode']?.trim()
  if (!given) return undefined
  try {
    return Intl.getCanonicalLocales(given.replaceAll('_', '-'))[0]
  } catch {
    // A language that nobody can name is no reason to leave the book out.
    return undefined
  }
}

function wholeNumber(given: string | undefined, otherwise: number): number | undefined {
  const text = withoutFraction(given)
  if (!text) return otherwise
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
