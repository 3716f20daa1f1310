import { causeOf, requireRole } from '@ebook/chassis/guard'
import { databaseNow } from '@ebook/chassis/database'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { v7 as uuidv7 } from 'uuid'
import type { RegisterBookInput, RegisterBookPayload, UserError } from '../generated/resolvers.ts'
import { hasLength, isPrintable } from '../given-text.ts'
import { parseIsbn13 } from '../isbn.ts'
import type { Library } from '../library.ts'
import { booksById } from '../queries/books.ts'
import { tellTitle } from '../title-aggregate.ts'
import type { NewTitle } from '../title.ts'
import { userError } from '../user-errors.ts'

const LONGEST = 500
const MOST_AUTHORS = 100

export async function registerBook(
  { db, messaging }: Library,
  input: RegisterBookInput,
  context: RequestContext,
): Promise<RegisterBookPayload> {
  requireRole(context, 'ADMIN')
  const described = describe(input)
  if (described.userErrors) return { book: null, userErrors: described.userErrors }

  const bookId = uuidv7()
  const cause = causeOf(context, bookId, 'ADMIN')
  try {
    const eventIds = await db.transaction().execute(async (tx) => {
      const title = { ...described.title, bookId, registeredDate: await databaseNow(tx) }
      const handled = await tellTitle(tx, bookId, { type: 'register', title }, cause)
      return eventsBehind(tx, { type: 'Book', id: bookId }, handled)
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
  const title = input.title.trim()
  const authors = input.authors.map((author) => author.trim())
  const language = input.language?.trim() || null
  const isbn13 = input.isbn13?.trim() ? parseIsbn13(input.isbn13) : null
  const { rentalFee } = input
  const seats = input.seats ?? 1
  const loanPeriodDays = input.loanPeriodDays ?? 14
  const maxRenewals = input.maxRenewals ?? 1
  const wrong: UserError[] = []
  const expect = (fine: boolean, field: keyof RegisterBookInput, message: string) => {
    if (!fine) wrong.push(userError('INVALID_INPUT', message, field))
  }
  const isName = (text: string) => hasLength(text, 1, LONGEST) && isPrintable(text)
  expect(isName(title), 'title', `A title has 1 to ${LONGEST} characters, none of them a control character.`)
  expect(
    isBetween(authors.length, 1, MOST_AUTHORS) && authors.every(isName),
    'authors',
    `A title has 1 to ${MOST_AUTHORS} authors, each of 1 to ${LONGEST} characters, none of them a control character.`,
  )
  expect(language === null || isLanguage(language), 'language', 'A language is a BCP 47 tag such as ko or en-GB.')
  expect(rentalFee >= 0, 'rentalFee', 'A fee is not negative.')
  expect(isBetween(seats, 1, 1_000), 'seats', 'A title has 1 to 1000 seats.')
  expect(isBetween(loanPeriodDays, 1, 365), 'loanPeriodDays', 'A loan lasts 1 to 365 days.')
  expect(isBetween(maxRenewals, 0, 10), 'maxRenewals', 'A loan is renewed 0 to 10 times.')
  if (isbn13 === undefined)
    wrong.push(userError('INVALID_ISBN', 'This is no ISBN-13: look at its check digit.', 'isbn13'))
  return wrong.length > 0 || isbn13 === undefined
    ? { userErrors: wrong }
    : { title: { title, authors, isbn13, language, rentalFee, seatsTotal: seats, loanPeriodDays, maxRenewals } }
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function isIsbnTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'title_isbn13'
}
