import { v7 as uuidv7 } from 'uuid'
import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { readText } from '@ebook/chassis/text'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { RegisterBookInput, RegisterBookPayload, UserError } from '../generated/resolvers.ts'
import { readIsbn, type IsbnReading } from '../isbn.ts'
import type { BookPorts } from '../ports.ts'
import { booksById } from '../queries/books.ts'
import { fetchTitle, tellTitle } from '../title-aggregate.ts'
import { HIGHEST_FEE, type NewTitle } from '../title/language.ts'
import { userError } from '../user-errors.ts'

const LONGEST = 500
const MOST_AUTHORS = 100

export async function registerBook(
  { db, messaging }: BookPorts,
  input: RegisterBookInput,
  context: RequestContext,
): Promise<RegisterBookPayload> {
  requireRole(context, 'ADMIN')
  const described = describe(input)
  if (described.userErrors) return { book: null, userErrors: described.userErrors }

  const bookId = uuidv7()
  const cause = causeOf(context, bookId, 'ADMIN')
  try {
    const eventIds = await inUnitOfWork(db, async (unit) => {
      await fetchTitle(unit, bookId)
      const title = { ...described.title, bookId, registeredDate: unit.now }
      const handled = await tellTitle(unit, bookId, { type: 'register', title }, cause)
      return eventsBehind(unit, { type: 'Book', id: bookId }, handled)
    })
    context.consistency.said(...eventIds)
  } catch (error) {
    if (!isIsbnTaken(error)) throw error
    return { book: null, userErrors: [userError('ISBN_TAKEN', 'Another title has this ISBN.', 'isbn13')] }
  }
  messaging.nudge()
  const [book] = await booksById(db, [bookId])
  return { book, userErrors: [] }
}

type Described =
  | { readonly title: Omit<NewTitle, 'bookId' | 'registeredDate'>; readonly userErrors?: never }
  | { readonly userErrors: UserError[] }

/** What the librarian wrote, cleaned; or everything that is wrong with it. */
function describe(input: RegisterBookInput): Described {
  const { rentalFee } = input
  const seats = input.seats ?? 1
  const loanPeriodDays = input.loanPeriodDays ?? 14
  const maxRenewals = input.maxRenewals ?? 1
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
  expect(isBetween(seats, 1, 1_000), 'seats', 'A title has 1 to 1000 seats.')
  expect(isBetween(loanPeriodDays, 1, 365), 'loanPeriodDays', 'A loan lasts 1 to 365 days.')
  expect(isBetween(maxRenewals, 0, 10), 'maxRenewals', 'A loan is renewed 0 to 10 times.')
  const isbn = input.isbn13?.trim() ? readIsbn(input.isbn13) : { isbn13: null }
  if ('wrong' in isbn) wrong.push(userError('INVALID_ISBN', isbnError(isbn), 'isbn13'))
  return wrong.length > 0 || 'wrong' in isbn || language === undefined
    ? { userErrors: wrong }
    : { title: { title, authors, ...isbn, language, rentalFee, seatsTotal: seats, loanPeriodDays, maxRenewals } }
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

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

function languageOf(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

function isIsbnTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'title_isbn13'
}
