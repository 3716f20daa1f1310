import { isbn13Of, parseIsbn13 } from '@ebook/book/isbn'

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
  readonly reason: string
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

/** A row of the file with the line it begins on; the names of its columns are in lower case. */
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
    const earlier = 'reason' in read || read.isbn13 === undefined ? undefined : seen.get(read.isbn13)
    if ('reason' in read) {
      refused.push(read)
    } else if (earlier !== undefined) {
      refused.push({ line: read.line, title: read.title, reason: `ISBN ${read.isbn13} is on line ${earlier} already` })
    } else {
      if (read.isbn13 !== undefined) seen.set(read.isbn13, read.line)
      titles.push(read)
    }
  }
  return { titles, refused }
}

function readRow({ line, cells }: Row, defaults: Defaults): CatalogueTitle | RefusedRow {
  const title = cells['title']?.trim() || cells['original_title']?.trim() || ''
  const refuse = (reason: string): RefusedRow => ({ line, title, reason })
  if (title === '') return refuse('it has no title')
  const authors = (cells['authors'] ?? cells['author'] ?? '')
    .split(/[,;]/)
    .map((author) => author.trim())
    .filter(Boolean)
  if (authors.length === 0) return refuse('it has no author')
  const isbn = isbnOf(cells)
  if (isbn !== undefined && 'wrong' in isbn) return refuse(isbn.wrong)
  const rentalFee = wholeNumber(cells['rentalfee'], defaults.fee)
  if (rentalFee === undefined) return refuse(`the fee "${cells['rentalfee']}" is no whole number of won, 0 or more`)
  const seats = wholeNumber(cells['seats'], defaults.seats)
  if (seats === undefined || seats < 1) return refuse(`"${cells['seats']}" is no number of seats, 1 or more`)
  return { line, title, authors, isbn13: isbn?.isbn13, language: languageOf(cells), rentalFee, seats }
}

/** A book without an ISBN is a book; one with an ISBN that cannot be right is a mistake somebody should look at. */
function isbnOf(cells: Row['cells']): { isbn13: string } | { wrong: string } | undefined {
  const isbn10 = cells['isbn']?.trim() || cells['isbn10']?.trim()
  const isbn13 = cells['isbn13']?.trim()
  if (isbn10) {
    const rebuilt = isbn13Of(isbn10)
    return rebuilt === undefined ? { wrong: `the check digit of ISBN ${isbn10} is wrong` } : { isbn13: rebuilt }
  }
  // A spreadsheet that made a float of it has lost digits: it says nothing.
  if (!isbn13 || /e\+/i.test(isbn13)) return undefined
  const parsed = parseIsbn13(isbn13)
  return parsed === undefined ? { wrong: `the check digit of ISBN ${isbn13} is wrong` } : { isbn13: parsed }
}

function languageOf(cells: Row['cells']): string | undefined {
  const given = cells['language']?.trim() || cells['language_code']?.trim()
  if (!given) return undefined
  try {
    return Intl.getCanonicalLocales(given)[0]
  } catch {
    // A language that nobody can name is no reason to leave the book out.
    return undefined
  }
}

function wholeNumber(given: string | undefined, otherwise: number): number | undefined {
  const text = given?.trim()
  if (!text) return otherwise
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
