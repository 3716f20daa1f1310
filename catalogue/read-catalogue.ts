import { readIsbn } from '@ebook/book/isbn'
import { readText } from '@ebook/chassis/text'
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

/** As the catalogue would keep it, so that it is known again; what the catalogue refuses, its refusal explains best. */
function oneLine(cell: string | undefined): string {
  const line = (cell ?? '').replaceAll(/\s+/g, ' ')
  const read = readText(line, { most: line.length, least: 0 })
  return 'text' in read ? read.text : line.trim()
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

/**
 * The first ISBN that is right. A book without one is a book; where none of those that are given can be right, it is a
 * mistake somebody should look at.
 */
function isbnOf(cells: Row['cells']): { isbn13: string } | { wrong: Reason } | undefined {
  const readings = ['isbn', 'isbn10', 'isbn13'].flatMap((column) => {
    const isbn = isbnIn(cells[column])
    return isbn === '' ? [] : [{ isbn, ...readIsbn(isbn, { zerosEaten: column !== 'isbn13' }) }]
  })
  const right = readings.find((one) => 'isbn13' in one)
  if (right !== undefined) return { isbn13: right.isbn13 }
  const [first] = readings
  return first === undefined || !('wrong' in first) ? undefined : { wrong: reasonOf(first) }
}

/** Empty for what says nothing: dashes, and the float of a spreadsheet, which has lost digits. */
function isbnIn(cell: string | undefined): string {
  // A spreadsheet's mark of a text.
  const isbn = withoutFraction(cell).replace(/^['’]/, '')
  return /^\d(?:\.\d+)?e\+?\d+$/i.test(isbn) || !/[\p{L}\p{N}]/u.test(isbn) ? '' : isbn
}

function reasonOf({ isbn, wrong, sign }: { isbn: string; wrong: string; sign?: string }): Reason {
  if (wrong === 'WRONG_CHECK_DIGIT') return { code: 'WRONG_CHECK_DIGIT', isbn }
  return sign === undefined ? { code: 'NO_ISBN', isbn } : { code: 'WRONG_SIGN', isbn, sign }
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
