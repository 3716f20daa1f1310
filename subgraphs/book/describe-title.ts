import { violates } from '@ebook/chassis/sql/violates'
import { readText } from '@ebook/chassis/text'
import type { RegisterBookInput, UserError } from './generated/resolvers.ts'
import { readIsbn, type IsbnReading } from './isbn.ts'
import { HIGHEST_FEE, type Described } from './title/language.ts'
import { userError } from './user-errors.ts'

const LONGEST = 500
const MOST_AUTHORS = 100

/** What a librarian writes of a title, all of it. */
export type Description = Omit<RegisterBookInput, 'seats'>

export type Reading =
  | { readonly described: Described; readonly userErrors?: never }
  | { readonly userErrors: readonly [UserError, ...UserError[]] }

/** What the librarian wrote, cleaned; or everything that is wrong with it. */
export function readDescription(input: Description): Reading {
  const { rentalFee } = input
  const loanPeriodDays = input.loanPeriodDays ?? 14
  const maxRenewals = input.maxRenewals ?? 1
  const afterLoans = input.automaticAfterLoans ?? 0
  const wrong: UserError[] = []
  const expect = (fine: boolean, field: keyof RegisterBookInput, message: string) => {
    if (!fine) wrong.push(userError('INVALID_INPUT', message, field))
  }
  const nameIn = (field: keyof RegisterBookInput, what: string, given: string): string => {
    const read = readText(given, { most: LONGEST })
    expect('text' in read, field, 'wrong' in read ? `${what} ${read.wrong}.` : '')
    return 'text' in read ? read.text : ''
  }
  const title = nameIn('title', 'A title', input.title)
  const fewEnough = isBetween(input.authors.length, 1, MOST_AUTHORS)
  expect(fewEnough, 'authors', `A title has 1 to ${MOST_AUTHORS} authors.`)
  const authors = fewEnough ? input.authors.map((author) => nameIn('authors', 'An author', author)) : []
  const language = input.language?.trim() ? languageOf(input.language.trim()) : null
  expect(language !== undefined, 'language', 'A language is a BCP 47 tag such as ko or en-GB.')
  const fee = `A fee is 0 to ${HIGHEST_FEE.toLocaleString('en')} won.`
  expect(isBetween(rentalFee, 0, HIGHEST_FEE), 'rentalFee', fee)
  expect(isBetween(loanPeriodDays, 1, 365), 'loanPeriodDays', 'A loan lasts 1 to 365 days.')
  expect(isBetween(maxRenewals, 0, 10), 'maxRenewals', 'A loan is renewed 0 to 10 times.')
  expect(isBetween(afterLoans, 0, 100), 'automaticAfterLoans', 'A rule asks for 0 to 100 loans.')
  const isbn = input.isbn13?.trim() ? readIsbn(input.isbn13) : { isbn13: null }
  if ('wrong' in isbn) wrong.push(userError('INVALID_ISBN', isbnError(isbn), 'isbn13'))
  const automaticAfter = input.approval === 'AUTOMATIC' ? afterLoans : null
  const [first, ...more] = wrong
  if (first) return { userErrors: [first, ...more] }
  if ('wrong' in isbn || language === undefined) throw new Error('what is wrong was not said')
  return { described: { title, authors, ...isbn, language, rentalFee, loanPeriodDays, maxRenewals, automaticAfter } }
}

function isbnError({ wrong, digits, sign = '' }: Extract<IsbnReading, { wrong: string }>): string {
  switch (wrong) {
    case 'WRONG_SIGN': {
      const codePoint = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      return `The sign “${sign}” (U+${codePoint}) is none of an ISBN.`
    }
    case 'WRONG_CHECK_DIGIT':
      return 'The check digit of this ISBN is wrong: one of its digits is another one.'
    case 'NO_ISBN':
      return `An ISBN has 13 digits and begins with 978 or 979, or has 10; this has ${digits}.`
  }
}

export function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

function languageOf(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

export const isIsbnTaken = (error: unknown): boolean => violates(error, 'title_isbn13')

export const isbnTaken = userError('ISBN_TAKEN', 'Another title has this ISBN.', 'isbn13')
