import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { CataloguePage } from './catalogue-page.tsx'

const TITLES = Array.from({ length: 30 }, (_, index) => `Title ${index + 1}`)

const book = (title: string, more: object = {}) => ({
  __typename: 'Book',
  id: title,
  title,
  authors: ['Jane Austen'],
  rentalFee: 3_000,
  status: 'POSSIBLE',
  seatsFree: 2,
  seatsTotal: 3,
  ...more,
})

/** A catalogue of these titles that pages and searches as the API does. */
const answers = (titles = TITLES) => ({
  SearchCatalogue: ({ search, first, after }: { search: string | null; first: number; after?: string }) => {
    const found = titles.filter((title) => search === null || title.includes(search))
    const begin = after === undefined ? 0 : found.indexOf(after) + 1
    const page = found.slice(begin, begin + first)
    return {
      books: {
        __typename: 'BookConnection',
        edges: page.map((title) => ({ __typename: 'BookEdge', node: book(title) })),
        pageInfo: { __typename: 'PageInfo', hasNextPage: begin + first < found.length, endCursor: page.at(-1) ?? null },
        totalCount: found.length,
      },
    }
  },
})

const open = (settings: Parameters<typeof show>[1] = {}) => show(<CataloguePage />, { answers: answers(), ...settings })

describe('the catalogue', () => {
  test('shows a page of titles, and says how many there are', async () => {
    await open()
    expect(await screen.findAllByRole('listitem')).toHaveLength(24)
    expect(screen.getByText('30 titles').getAttribute('role')).toBe('status')
    const first = screen.getByRole('link', { name: /^Title 1 / })
    expect(first).toHaveProperty('pathname', '/books/Title%201')
    expect(within(first).getByText('₩3,000')).toBeDefined()
    expect(within(first).getByText('2 of 3 seats free')).toBeDefined()
  })

  test('shows more when asked, and whoever reads on is at the first that came', async () => {
    const { user } = await open()
    await user.click(await screen.findByRole('button', { name: 'Show more' }))
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(30))
    expect(document.activeElement?.textContent).toContain('Title 25')
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })

  test('is searched when the typing pauses, once', async () => {
    const { user, asked } = await open()
    await screen.findByText('30 titles')
    await user.type(screen.getByRole('searchbox'), 'Title 2')
    await screen.findByText('11 titles for “Title 2”')
    expect(asked.map(({ variables }) => variables['search'])).toEqual([null, 'Title 2'])
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
  })

  test('says that nothing matches', async () => {
    await open({ at: '/?q=Ulysses' })
    await screen.findByText('No title matches “Ulysses”.')
  })

  test('of a failure says what to do, and does it', async () => {
    let isAway = true
    const { SearchCatalogue } = answers()
    const { user } = await open({
      answers: {
        SearchCatalogue: (variables) => {
          if (isAway) throw new TypeError('Failed to fetch')
          return SearchCatalogue(variables as never)
        },
      },
    })
    await screen.findByText(/There is no connection to the library/)
    isAway = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('30 titles')
  })

  test('speaks Korean', async () => {
    await open({ language: 'ko' })
    await screen.findByText('도서 30권')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('도서 목록')
    expect(screen.getByRole('searchbox', { name: '제목, 저자, ISBN 검색' })).toBeDefined()
  })
})
