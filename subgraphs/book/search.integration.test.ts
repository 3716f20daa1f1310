import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BookConnection } from './generated/resolvers.ts'
import { listTitles } from './list-titles.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'

const ROWLING = ['J.K. Rowling', 'Mary GrandPré']
const seven = [
  ["Harry Potter and the Sorcerer's Stone (Harry Potter, #1)", '0439554934'],
  ['Harry Potter and the Chamber of Secrets (Harry Potter, #2)'],
  ['Harry Potter and the Prisoner of Azkaban (Harry Potter, #3)'],
  ['Harry Potter and the Goblet of Fire (Harry Potter, #4)'],
  ['Harry Potter and the Order of the Phoenix (Harry Potter, #5)'],
  ['Harry Potter and the Half-Blood Prince (Harry Potter, #6)'],
  ['Harry Potter and the Deathly Hallows (Harry Potter, #7)'],
] as const
const catalogue: readonly (readonly [title: string, authors: readonly string[], isbn?: string | undefined])[] = [
  ['Harry Potter: Film Wizardry', ['Brian Sibley']],
  ...seven.map(([title, isbn]) => [title, ROWLING, isbn] as const),
  ['The Hunger Games (The Hunger Games, #1)', ['Suzanne Collins'], '0439023483'],
  ['Catching Fire (The Hunger Games, #2)', ['Suzanne Collins']],
  ['The Casual Vacancy', ['J. K. Rowling']],
  ['Animal Farm / 1984', ['George Orwell']],
  ['1984', ['George Orwell']],
  ['Nineteen Eighty-Four', ['George Orwell']],
  ['A Kiss for Little Bear', ['Else Holmelund Minarik'], '9781984000002'],
  ["Don't Panic", ['Neil Gaiman']],
  ['Abandon Them', ['Nobody']],
  ['The Fellowship of the Ring (The Lord of the Rings, #1)', ['J.R.R. Tolkien']],
  ['Pride and Prejudice', ['Jane Austen']],
  ['토지 1부 1권', ['박경리']],
  ['해리 포터와 마법사의 돌', ['조앤 K. 롤링']],
  ['채식주의자', ['한강']],
  ['소년이 온다', ['한 강']],
  ['Преступление и наказание', ['Ф.М. Достоевский']],
  ['ノルウェイの森', ['村上春樹']],
  ['!!!', ['Nobody Else']],
  ['9780140449136', ['A Number']],
  [
    'Twenty-one and twenty-two and one-two-three-four-five-six-seven-eight-nine-ten-eleven-twelve or thirteen-fourteen',
    ['A Counter'],
  ],
  ['Harry Potter and Philosophy: If Aristotle Ran Hogwarts', ['David Baggett']],
]

let library: LibraryUnderTest
beforeAll(async () => {
  library = await LibraryUnderTest.open()
  for (const [title, authors, isbn13] of catalogue) {
    await library.librarian.registers({ title, authors: [...authors], isbn13: isbn13 ?? null })
  }
})
afterAll(() => library.close())

const BOOKS = `query ($first: Int = 100, $after: String, $search: String, $sort: BookSort, $filter: BookFilterInput) {
  books(first: $first, after: $after, search: $search, sort: $sort, filter: $filter) {
    edges { cursor node { title } } pageInfo { hasNextPage endCursor } totalCount totalCountIsExact didYouMean
  }
}`
const ask = (variables: object): Promise<BookConnection> => library.anybody().asks(BOOKS, variables)
const titlesOf = ({ edges }: BookConnection) => edges.map(({ node }) => node.title)
const find = async (search: string) => {
  const found = await ask({ search })
  return { titles: titlesOf(found), meant: found.didYouMean, count: found.totalCount }
}
const startingWith = (...beginnings: readonly string[]) =>
  beginnings.map((one) => expect.stringContaining(one) as string)

describe('a search ranks', () => {
  test('the seven books before what is about them, whenever it was registered', async () => {
    const { titles, count } = await find('harry potter')
    expect(titles.slice(0, 7)).toEqual(seven.map(([title]) => title))
    expect(titles.slice(7)).toEqual(startingWith('Film Wizardry', 'Philosophy'))
    expect(count).toBe(9)
  })

  test.each([
    ['1984', ['1984', 'Animal Farm / 1984']],
    ['hunger games', ['The Hunger Games (', 'Catching Fire']],
    ['the hunger games', ['The Hunger Games (', 'Catching Fire']],
  ])('%j finds the title itself first, and no ISBN', async (search, expected) => {
    expect((await find(search)).titles).toEqual(startingWith(...expected))
  })
})

describe('a search forgives', () => {
  test.each([
    ['jk rowling', 8],
    ['J.K. Rowling', 8],
    ['j k rowling', 8],
    ['jkrowling', 8],
    ['rowling jk', 8],
    ['don’t', 1],
    ["don't", 1],
    ['donʼt', 1],
    ['dont', 1],
    ['"hunger games"', 2],
    ['“hunger games”', 2],
    ['「hunger games」', 2],
    ['hungergames', 2],
    ['0439023483', 1],
    ['439023483', 1],
    ['978-0-439-02348-1', 1],
    ['ISBN 9780439023481', 1],
    ['978-0-439-02348', 1],
    ['0-439-02348', 1],
    ['978\u20130439023481', 1],
    ['nineteen eighty four', 1],
    ['half blood prince', 1],
    ['halfblood', 1],
    ['lotr', 1],
    ['토지1부', 1],
    ['토지 1부', 1],
    ['해리포터', 1],
    ['조앤롤링', 1],
    ['조앤K롤링', 1],
    ['한강', 2],
    ['한 강', 2],
    ['한가', 2],
    ['한ㄱ', 2],
    ['채식주의자'.normalize('NFD'), 1],
    ['채식ㅈ', 1],
    ['ㅎㄹㅍㅌ', 1],
    ['ㅎㄱ', 2],
    ['достоевский', 1],
    ['ф м достоевский', 1],
    ['村上', 1],
    ['GRANDPRE prisoner', 1],
    ['prejudice & pride', 1],
  ])('%j finds %d', async (search, count) => {
    const found = await find(search)
    expect(found).toMatchObject({ count, meant: null })
    expect(found.titles).toHaveLength(count)
  })

  test.each([
    ['Harry Poter', 'harry potter', 9],
    ['Hary Poter', 'harry potter', 9],
    ['jane austin', 'jane austen', 1],
    ['tolkein', 'tolkien', 1],
    ['Jnae Austen', 'jane austen', 1],
    ['gofl vhxj', '해리 포터', 1],
    ['ㅗㅁㄱ교 ㅔㅐㅅㅅㄷㄱ', 'harry potter', 9],
    ['prideandprejudise', 'pride and prejudice', 1],
    ['채식쥬의자', '채식주의자', 1],
    ['"games hunger"', 'hunger games', 2],
  ])('%j is asked back as %j, with what is found for it', async (search, meant, count) => {
    expect(await find(search)).toMatchObject({ meant, count })
  })

  test('what was meant is read page by page, too', async () => {
    const titles: string[] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = await ask({ search: 'Harry Poter', first: 4, after })
      expect(page.didYouMean).toBe('harry potter')
      titles.push(...titlesOf(page))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    }
    expect(titles).toEqual((await find('harry potter')).titles)
  })
})

test('every title is found by itself, as whoever imports a catalogue asks whether it is there', async () => {
  for (const [title] of catalogue) expect((await find(title)).titles, title).toContain(title)
})

describe('a wild search', () => {
  test.each(['%', '_', '\\', '%%%', '!?…', '\u0000', '\u200B\u3164', "'; drop table title; --", '"', '""'])(
    '%j finds nothing, and asks nothing back',
    async (search) => {
      expect(await find(search)).toEqual({ titles: [], meant: null, count: 0 })
    },
  )

  test('of blanks only is none: the whole catalogue', async () => {
    expect((await find(' \t\u3000')).count).toBe(catalogue.length)
  })

  test.each([
    ['of 5,000 characters', { search: 'x'.repeat(5_000) }, 'search'],
    ['of 21 words', { search: Array.from({ length: 21 }, (_, n) => `w${n}`).join(' ') }, 'search'],
    ['with half of a character', { search: 'a\uD800' }, undefined],
    ['with a cursor that is none', { search: 'harry', after: '%%%' }, 'after'],
  ])('%s is bad input', async (_, variables, argumentName) => {
    const { errors } = await library.anybody().answer(BOOKS, variables)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', ...(argumentName && { argumentName }) } }])
  })

  test('a cursor of another search, sort or filter is bad input', async () => {
    const { pageInfo } = await ask({ search: 'harry', first: 1 })
    const after = pageInfo.endCursor
    for (const other of [
      { search: 'potter' },
      { search: 'harry', sort: 'TITLE' },
      { search: 'harry', filter: { maxFee: 0 } },
    ]) {
      const { errors } = await library.anybody().answer(BOOKS, { ...other, after })
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argumentName: 'after' } }])
    }
  })
})

describe('the catalogue is sorted and filtered', () => {
  test('by title, author and fee, page by page, each title once', async () => {
    for (const sort of ['TITLE', 'AUTHOR', 'FEE', 'NEWEST', 'RELEVANCE']) {
      const titles: string[] = []
      for (let after: string | null | undefined; after !== null;) {
        const page = await ask({ sort, first: 7, after })
        titles.push(...titlesOf(page))
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      }
      expect(new Set(titles).size, sort).toBe(catalogue.length)
      expect(titles, sort).toHaveLength(catalogue.length)
      if (sort === 'TITLE') expect(titles.slice(0, 3)).toEqual(['!!!', '1984', '9780140449136'])
      if (sort === 'NEWEST') expect(titles[0]).toBe(catalogue.at(-1)?.[0])
    }
  })

  test('to what is free of charge, has a free seat, is in a language, or is by an author', async () => {
    const free = await library.librarian.registers({ title: 'Gratis', rentalFee: 0, language: 'en-GB' })
    expect(titlesOf(await ask({ filter: { maxFee: 0 } }))).toEqual(['Gratis'])
    expect(titlesOf(await ask({ filter: { language: 'en' } }))).toEqual(['Gratis'])
    expect(titlesOf(await ask({ filter: { language: 'EN-gb' } }))).toEqual(['Gratis'])
    expect(titlesOf(await ask({ filter: { language: 'ko' } }))).toEqual([])
    expect((await ask({ filter: { author: 'j.k. ROWLING' } })).totalCount).toBe(8)
    expect((await ask({ search: 'harry', filter: { author: 'Brian Sibley' } })).totalCount).toBe(1)
    const rental = await library.rentals.paid(free.id)
    await library.becomes(rental.rentalId, { status: 'REQUESTED' })
    expect(titlesOf(await ask({ filter: { available: true, maxFee: 0 } }))).toEqual([])
    await library.librarian.withdraws(free.id)
    expect(titlesOf(await ask({ filter: { maxFee: 0 } }))).toEqual([])
  })

  test('a title that is registered while somebody reads page by page moves no other', async () => {
    const first = await ask({ search: 'harry potter', first: 5 })
    const added = await library.librarian.registers({ title: 'Harry Potter and the Late Comer (Harry Potter, #8)' })
    const rest = await ask({ search: 'harry potter', first: 5, after: first.pageInfo.endCursor })
    await library.librarian.withdraws(added.id)
    const titles = [...titlesOf(first), ...titlesOf(rest)]
    expect(new Set(titles).size).toBe(titles.length)
    expect(titles).toEqual(expect.arrayContaining(seven.map(([title]) => title)))
  })
})

test('what an older release registers or withdraws beside this one is listed, and no longer', async () => {
  const { id } = await library.librarian.registers({ title: 'Rolling Release' })
  await library.db.deleteFrom('listing').where('book_id', '=', id).execute()
  expect((await find('rolling release')).count).toBe(0)
  expect(await listTitles(library.db)).toBe(1)
  expect((await find('rolling release')).count).toBe(1)
  await library.db.updateTable('listing').set({ spelling: 0, spelled: '' }).where('book_id', '=', id).execute()
  expect(await listTitles(library.db)).toBe(1)
  expect((await find('rolling release')).count).toBe(1)
  await library.db.updateTable('title').set({ withdrawn: true }).where('book_id', '=', id).execute()
  expect(await listTitles(library.db)).toBe(0)
  expect((await find('rolling release')).titles).toEqual([])
})
