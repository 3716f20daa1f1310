import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Book, BookConnection, RegisterBookInput } from './generated/resolvers.ts'
import { readIsbn } from './isbn.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

let isbns = 0
/** A good ISBN-13 that no other test has. */
function freshIsbn(): string {
  isbns += 1
  const digits = String(100_000_000 + isbns)
  for (const check of '0123456789X') {
    const read = readIsbn(digits + check)
    if ('isbn13' in read) return read.isbn13
  }
  throw new Error(`${digits} has no check digit`)
}

const BOOKS = `query ($first: Int, $after: String, $search: String, $sort: BookSort) {
  books(first: $first, after: $after, search: $search, sort: $sort) {
    edges { cursor node { id title } } pageInfo { hasNextPage endCursor } totalCount
  }
}`
const titlesOf = ({ edges }: BookConnection) => edges.map(({ node }) => node.title)
const find = async (search: string) => titlesOf(await library.anybody().asks(BOOKS, { search }))

describe('F1 registration', () => {
  test('with everything; what is said of it carries the same', async () => {
    const isbn13 = freshIsbn()
    const book = await library.librarian.registers({
      title: '  채식주의자 ',
      authors: [' 한강 ', 'Deborah Smith'],
      isbn13: `${isbn13.slice(0, 3)}-${isbn13.slice(3, 5)} ${isbn13.slice(5)}`,
      language: 'ko',
      rentalFee: 4_500,
      seats: 3,
      loanPeriodDays: 7,
      maxRenewals: 0,
    })
    expect(book).toMatchObject({
      title: '채식주의자',
      authors: ['한강', 'Deborah Smith'],
      isbn13,
      language: 'ko',
      rentalFee: 4_500,
      status: 'POSSIBLE',
      seatsTotal: 3,
      seatsFree: 3,
      loanPeriodDays: 7,
      maxRenewals: 0,
    })
    const rows = await library.db
      .selectFrom('outbox')
      .select('event')
      .where('aggregate_id', '=', book.id)
      .orderBy('aggregate_version')
      .execute()
    expect(rows.map(({ event }) => event)).toMatchObject([
      {
        type: 'ebook.book.Registered.v1',
        correlationid: book.id,
        actor: 'ADMIN:libby',
        data: { bookId: book.id, isbn13, title: '채식주의자', rentalFee: 4_500, currency: 'KRW', loanPeriodDays: 7 },
      },
      { type: 'ebook.book.AvailabilityChanged.v1', data: { status: 'POSSIBLE', copiesTotal: 3, copiesFree: 3 } },
    ])
  })

  test('with the least, and free of charge', async () => {
    expect(await library.librarian.registers({ rentalFee: 0 })).toMatchObject({
      isbn13: null,
      language: null,
      rentalFee: 0,
      seatsTotal: 1,
      loanPeriodDays: 14,
      maxRenewals: 1,
    })
  })

  test('section 4: one seat is ONE_COPY, a thousand are CONCURRENT, a row each', async () => {
    const one = await library.librarian.registers()
    const many = await library.librarian.registers({ seats: 1_000 })
    const kinds = await library.db
      .selectFrom('licence')
      .innerJoin('seat', 'seat.licence_id', 'licence.id')
      .select(['licence.kind', (eb) => eb.fn.countAll<string>().as('seats')])
      .where('licence.book_id', 'in', [one.id, many.id])
      .groupBy('licence.kind')
      .orderBy('licence.kind')
      .execute()
    expect(kinds).toEqual([
      { kind: 'CONCURRENT', seats: '1000' },
      { kind: 'ONE_COPY', seats: '1' },
    ])
  })

  test.each<[string, Partial<RegisterBookInput>, string, string]>([
    ['a negative fee', { rentalFee: -1 }, 'INVALID_INPUT', 'rentalFee'],
    ['no title', { title: ' \n ' }, 'INVALID_INPUT', 'title'],
    ['a title of 501 characters', { title: '글'.repeat(501) }, 'INVALID_INPUT', 'title'],
    ['a title with a NUL in it', { title: 'a\u0000b' }, 'INVALID_INPUT', 'title'],
    ['E6: a title that cannot be seen', { title: '\u3164\u200B\u2060\u2800\u00AD' }, 'INVALID_INPUT', 'title'],
    ['E6: a title that turns the direction', { title: 'Dune\u202Eenud' }, 'INVALID_INPUT', 'title'],
    ['E6: an author who cannot be seen', { authors: ['A', '\u2800'] }, 'INVALID_INPUT', 'authors'],
    ['more than the highest fee', { rentalFee: 1_000_001 }, 'INVALID_INPUT', 'rentalFee'],
    ['the greatest number there is', { rentalFee: 2_147_483_647 }, 'INVALID_INPUT', 'rentalFee'],
    ['no author', { authors: [] }, 'INVALID_INPUT', 'authors'],
    ['an author without a name', { authors: ['A', ' '] }, 'INVALID_INPUT', 'authors'],
    ['a crowd of authors', { authors: Array(101).fill('A') }, 'INVALID_INPUT', 'authors'],
    ['a language that is none', { language: 'not a language' }, 'INVALID_INPUT', 'language'],
    ['no seats', { seats: 0 }, 'INVALID_INPUT', 'seats'],
    ['too many seats', { seats: 1_001 }, 'INVALID_INPUT', 'seats'],
    ['a loan of no days', { loanPeriodDays: 0 }, 'INVALID_INPUT', 'loanPeriodDays'],
    ['a loan of more than a year', { loanPeriodDays: 366 }, 'INVALID_INPUT', 'loanPeriodDays'],
    ['fewer than no renewals', { maxRenewals: -1 }, 'INVALID_INPUT', 'maxRenewals'],
    ['too many renewals', { maxRenewals: 11 }, 'INVALID_INPUT', 'maxRenewals'],
    ['a wrong check digit', { isbn13: '9788936434121' }, 'INVALID_ISBN', 'isbn13'],
    ['E7: an ISBN with a letter for a digit', { isbn13: '978893643412O' }, 'INVALID_ISBN', 'isbn13'],
    ['an ISBN that a spreadsheet ate', { isbn13: '9.78043902348e+12' }, 'INVALID_ISBN', 'isbn13'],
    ['an EAN that is no ISBN', { isbn13: '4006381333931' }, 'INVALID_ISBN', 'isbn13'],
  ])('%s is refused by name, and nothing is registered', async (_, wrong, code, field) => {
    const before = await library.db
      .selectFrom('title')
      .select((eb) => eb.fn.countAll().as('n'))
      .execute()
    expect(await library.librarian.tries(wrong)).toMatchObject({
      book: null,
      userErrors: [{ code, field: ['input', field], message: expect.stringMatching(/\.$/) }],
    })
    expect(
      await library.db
        .selectFrom('title')
        .select((eb) => eb.fn.countAll().as('n'))
        .execute(),
    ).toEqual(before)
  })

  test('all that is wrong is told at once', async () => {
    const { userErrors } = await library.librarian.tries({ title: '', authors: [], rentalFee: -1, isbn13: '1' })
    expect(userErrors.map(({ field }) => field?.[1])).toEqual(['title', 'authors', 'rentalFee', 'isbn13'])
  })

  test('the same ISBN ten times at once: one is registered, nine are told that it is taken', async () => {
    const isbn13 = freshIsbn()
    const answers = await Promise.all(Array.from({ length: 10 }, () => library.librarian.tries({ isbn13 })))
    expect(answers.filter(({ book }) => book)).toHaveLength(1)
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))
    expect(codes).toEqual(Array(9).fill('ISBN_TAKEN'))
    const titles = await library.db.selectFrom('title').select('book_id').where('isbn13', '=', isbn13).execute()
    expect(titles).toHaveLength(1)
  })

  test('E3 E7: an ISBN as it is printed, of thirteen digits or of ten, is the same ISBN', async () => {
    const { isbn13 } = await library.librarian.registers({ isbn13: 'ISBN 89\u2011364\u20133406\u22123 (pbk.)' })
    expect(isbn13).toBe('9788936434069')
    const { userErrors } = await library.librarian.tries({ isbn13: '９７８\u201089-364-3406-9 03810' })
    expect(userErrors).toMatchObject([{ code: 'ISBN_TAKEN', field: ['input', 'isbn13'] }])
    const wrong = await library.librarian.tries({ isbn13: '978893643406O' })
    expect(wrong.userErrors[0]?.message).toBe('The sign “O” (U+004F) is none of an ISBN.')
  })

  test('E4 E6: title and authors are kept composed, without what cannot be seen', async () => {
    const title = ` \u3164${'채식주의자'.normalize('NFD')}\u200B`
    const book = await library.librarian.registers({ title, authors: ['\u2060Mary GrandPre\u0301\u00AD'] })
    expect(book).toMatchObject({ title: '채식주의자', authors: ['Mary GrandPré'] })
  })

  test('the highest fee, which the database keeps too, whoever writes', async () => {
    const { id } = await library.librarian.registers({ rentalFee: 1_000_000 })
    const raised = library.db.updateTable('title').set({ rental_fee: 1_000_001 }).where('book_id', '=', id).execute()
    await expect(raised).rejects.toMatchObject({ constraint: 'title_highest_fee' })
  })

  test('what was withdrawn may be registered again', async () => {
    const isbn13 = freshIsbn()
    const { id } = await library.librarian.registers({ isbn13 })
    await library.librarian.withdraws(id)
    expect((await library.librarian.registers({ isbn13 })).id).not.toBe(id)
  })
})

describe('the catalogue', () => {
  test('newest first, page by page, each title once', async () => {
    const mark = `paged-${randomUUID()}`
    const registered: Book[] = []
    for (let n = 0; n < 7; n += 1) registered.push(await library.librarian.registers({ title: `${mark} ${n}` }))
    const seen: string[] = []
    let after: string | null | undefined
    for (let page = 0; page < 3; page += 1) {
      const found: BookConnection = await library
        .anybody()
        .asks(BOOKS, { first: 3, after, search: mark, sort: 'NEWEST' })
      expect(found.totalCount).toBe(7)
      expect(found.pageInfo.hasNextPage).toBe(page < 2)
      after = found.pageInfo.endCursor
      seen.push(...found.edges.map(({ node }) => node.id))
    }
    expect(seen).toEqual(registered.map(({ id }) => id).reverse())
  })

  test('is searched by words of title, authors and ISBN, whatever their case and accents', async () => {
    const mark = randomUUID().slice(0, 8)
    const isbn13 = freshIsbn()
    const title = `100% Änderung_${mark}`
    await library.librarian.registers({ title, authors: ['Mary GrandPré', '한강'], isbn13 })
    const hyphens = `${isbn13.slice(0, 3)}-${isbn13.slice(3)}`
    for (const search of [
      mark,
      `grandpre ${mark}`,
      `${mark} ÄNDERUNG`,
      `한강 ${mark}`,
      `100% ${mark}`,
      isbn13,
      hyphens,
    ]) {
      expect(await find(search), search).toEqual([title])
    }
    expect(await find(`${mark} Rowling`)).toEqual([])
    expect(await find(`${mark}\u0000`), 'a NUL is a blank').toEqual([title])
  })

  test('does not list what was withdrawn; who has its id still sees it', async () => {
    const title = `gone ${randomUUID()}`
    const { id } = await library.librarian.registers({ title })
    await library.librarian.withdraws(id)
    expect(await find(title)).toEqual([])
    expect(await library.anybody().book(id)).toMatchObject({ title, status: 'WITHDRAWN' })
  })

  test.each([
    ['a page of none', { first: 0 }],
    ['a page of 101', { first: 101 }],
    ['a cursor that is none', { after: '%%%' }],
    ['a cursor of another list', { after: Buffer.from('["2026-11-21"]').toString('base64url') }],
    ['a search of 201 characters', { search: 'x'.repeat(201) }],
    ['a search for 21 words', { search: Array.from({ length: 21 }, (_, n) => `w${n}`).join(' ') }],
  ])('%s is bad input', async (_, variables) => {
    const { errors } = await library.anybody().answer(BOOKS, variables)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT'])
  })

  test('titles by their ids, for the seats of what is on a screen; what is not there is left out', async () => {
    const BY_IDS = 'query ($ids: [ID!]!) { booksByIds(ids: $ids) { id seatsFree } }'
    const [one, other] = [await library.librarian.registers(), await library.librarian.registers({ seats: 3 })]
    const ids = [other.id, randomUUID(), 'nonsense', one.id.toUpperCase(), other.id]
    expect(await library.anybody().asks(BY_IDS, { ids })).toEqual([
      { id: other.id, seatsFree: 3 },
      { id: one.id, seatsFree: 1 },
      { id: other.id, seatsFree: 3 },
    ])
    const { errors } = await library.anybody().answer(BY_IDS, { ids: Array(101).fill(one.id) })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argumentName: 'ids' } }])
  })

  test('an unknown id, and what is no id, are no title', async () => {
    expect(await library.anybody().book(randomUUID())).toBeNull()
    expect(await library.anybody().book('nonsense')).toBeNull()
  })
})
