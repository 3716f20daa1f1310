import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { show } from '../testing/show.tsx'
import { CataloguePage } from './catalogue-page.tsx'

const TITLES = Array.from({ length: 60 }, (_, index) => `Title ${index + 1}`)

const book = (title: string, more: object = {}) => ({
  __typename: 'Book',
  id: title,
  title,
  authors: ['Jane Austen'],
  language: 'en',
  rentalFee: 3_000,
  status: 'POSSIBLE',
  seatsFree: 2,
  holdsWaiting: 0,
  estimate: null,
  myHold: null,
  seatsTotal: 3,
  unlimited: false,
  ...more,
})

/** A catalogue of these titles that pages and searches as the API does. */
const answers = (titles = TITLES) => ({
  SearchCatalogue: ({ search, first, after }: { search: string | null; first: number; after: string | null }) => {
    const found = titles.filter((title) => search === null || title.includes(search))
    const begin = after === null ? 0 : found.indexOf(after) + 1
    const page = found.slice(begin, begin + first)
    return {
      books: {
        __typename: 'BookConnection',
        edges: page.map((title) => ({ __typename: 'BookEdge', node: book(title) })),
        pageInfo: { __typename: 'PageInfo', hasNextPage: begin + first < found.length, endCursor: page.at(-1) ?? null },
        totalCount: found.length,
        totalCountIsExact: true,
        didYouMean: null,
      },
    }
  },
})

const open = (settings: Parameters<typeof show>[1] = {}) => show(<CataloguePage />, { answers: answers(), ...settings })

describe('the catalogue', () => {
  test('shows a page of titles, and says how many there are', async () => {
    await open()
    expect(await screen.findAllByRole('listitem')).toHaveLength(48)
    expect(screen.getByText('60 titles').getAttribute('role')).toBe('status')
    const first = screen.getByRole('link', { name: /^Title 1 / })
    expect(first).toHaveProperty('pathname', '/books/Title%201')
    expect(within(first).getByText('₩3,000')).toBeDefined()
    expect(within(first).getByText('2 of 3 seats free')).toBeDefined()
  })

  test('is read page by page, whose place is in the address, and whoever reads on is at the first title', async () => {
    const { user, router } = await open()
    await user.click(await screen.findByRole('link', { name: 'Next' }))
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(12))
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Title 49'))
    expect(router.latestLocation.search).toEqual({ page: 2, after: 'Title 48' })
    expect(screen.queryByRole('link', { name: 'Next' })).toBeNull()
    await user.click(screen.getByRole('link', { name: 'Previous' }))
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(48))
    expect(router.latestLocation.search).toEqual({})
  })

  test('a page that was bookmarked is shown again', async () => {
    await open({ at: '/?page=2&after=Title+48' })
    await screen.findByText('Page 2 of 2')
    expect(screen.getAllByRole('listitem')).toHaveLength(12)
  })

  test('is sorted and narrowed, which begins at the first page and stays in the address', async () => {
    const { user, asked, router } = await open({ at: '/?q=Title&page=2&after=Title+48' })
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Sort by' }), 'Title')
    await user.click(screen.getByRole('checkbox', { name: 'Free of charge' }))
    await waitFor(() => expect(router.latestLocation.search).toEqual({ q: 'Title', sort: 'title', free: true }))
    await waitFor(() =>
      expect(asked.at(-1)?.variables).toEqual({
        search: 'Title',
        sort: 'TITLE',
        filter: { maxFee: 0 },
        first: 48,
        after: null,
      }),
    )
  })

  test('is searched when the typing pauses, once', async () => {
    const { user, asked } = await open()
    await screen.findByText('60 titles')
    await user.type(screen.getByRole('searchbox'), 'Title 2')
    await screen.findByText('11 titles for “Title 2”')
    expect(asked.map(({ variables }) => variables['search'])).toEqual([null, 'Title 2'])
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
  })

  test('says what it found instead, and leads there', async () => {
    const { SearchCatalogue } = answers()
    const { user, router } = await open({
      at: '/?q=Titel+7',
      answers: {
        SearchCatalogue: (variables) => {
          const { books } = SearchCatalogue({
            ...(variables as never as { first: number }),
            search: 'Title 7',
            after: null,
          })
          return { books: { ...books, didYouMean: 'Title 7' } }
        },
      },
    })
    await screen.findByText(/^No title matches “Titel 7”. Showing 1 title for/)
    await user.click(screen.getByRole('link', { name: 'Title 7' }))
    await waitFor(() => expect(router.latestLocation.search).toEqual({ q: 'Title 7' }))
  })

  test('says that nothing matches', async () => {
    await open({ at: '/?q=Ulysses' })
    await screen.findByText(/^No title matches “Ulysses”./)
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
    await screen.findByText('60 titles')
  })

  test('speaks Korean', async () => {
    await open({ language: 'ko' })
    await screen.findByText('도서 60권')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('도서 목록')
    expect(screen.getByRole('searchbox', { name: '제목, 저자, ISBN 검색' })).toBeDefined()
  })
})

describe('an old answer never stands under new words', () => {
  const status = () => screen.getAllByRole('status').map(({ textContent }) => textContent)

  test('while the new one is on its way, nothing is said of it', async () => {
    const { SearchCatalogue } = answers()
    let answer = () => {}
    const { user } = await open({
      answers: {
        SearchCatalogue: async (variables: never) => {
          const { search } = variables as { search: string | null }
          if (search !== null) await new Promise<void>((resolve) => (answer = resolve))
          return SearchCatalogue(variables)
        },
      },
    })
    await screen.findByText('60 titles')
    await user.type(screen.getByRole('searchbox'), 'Title 2')
    await screen.findByText('Searching…')
    expect(status()).toEqual([''])
    expect(screen.getByText('Title 3').closest('[inert]')).not.toBeNull()
    act(() => answer())
    await screen.findByText('11 titles for “Title 2”')
    expect(screen.queryByText('Searching…')).toBeNull()
  })

  test('when it cannot be had, that is said, and it is asked for by itself when there is a network again', async () => {
    let isAway = false
    const { SearchCatalogue } = answers()
    const { user } = await open({
      answers: {
        SearchCatalogue: (variables) => {
          if (isAway) throw new TypeError('Failed to fetch')
          return SearchCatalogue(variables)
        },
      },
    })
    await screen.findByText('60 titles')
    isAway = true
    await user.type(screen.getByRole('searchbox'), 'Title 2')
    await screen.findByText(/There is no connection to the library/)
    expect(status()).toEqual([''])
    isAway = false
    act(() => void dispatchEvent(new Event('online')))
    await screen.findByText('11 titles for “Title 2”')
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('E9: what is written with the help of a composition', () => {
  /** As an input method writes: each step replaces the syllable before. */
  function compose(box: HTMLElement, before: string, ...steps: string[]): string {
    fireEvent.compositionStart(box)
    for (const step of steps) {
      fireEvent.compositionUpdate(box, { data: step })
      fireEvent.change(box, { target: { value: before + step } })
    }
    const text = before + (steps.at(-1) ?? '')
    fireEvent.compositionEnd(box, { data: steps.at(-1) })
    return text
  }

  async function written(write: (box: HTMLElement) => void) {
    const { asked } = await open({ answers: answers([...TITLES, '한강 전집', '東京の本']) })
    await screen.findByText('62 titles')
    const said: string[] = []
    const status = screen.getByRole('status')
    const observer = new MutationObserver(() => {
      if (status.textContent !== '') said.push(status.textContent)
    })
    observer.observe(status, { childList: true, subtree: true, characterData: true })
    write(screen.getByRole('searchbox'))
    return { searched: () => asked.map(({ variables }) => variables['search']).slice(1), said }
  }

  test.each<[string, string, (box: HTMLElement) => unknown]>([
    ['Korean', '한강', (box) => compose(box, compose(box, '', 'ㅎ', '하', '한'), 'ㄱ', '가', '강')],
    ['Japanese', '東京', (box) => compose(box, '', 'と', 'とう', 'とうきょう', '東京')],
    [
      'dictation, which mends what it wrote',
      '한강',
      (box) => {
        for (const value of ['항', '항강', '한강']) fireEvent.change(box, { target: { value } })
      },
    ],
    ['a paste', '한강', (box) => fireEvent.change(box, { target: { value: '한강' } })],
  ])('%s: is asked for once, and said once', async (_what, search, write) => {
    const { searched, said } = await written(write)
    await screen.findByText(`1 title for “${search}”`)
    expect(searched()).toEqual([search])
    expect(said).toEqual([`1 title for “${search}”`])
  })

  test('a syllable that its writer stops at is searched for, composed to its end or not', async () => {
    const { searched } = await written((box) => {
      fireEvent.compositionStart(box)
      for (const value of ['ㅎ', '하', '한']) fireEvent.change(box, { target: { value } })
    })
    await screen.findByText('1 title for “한”')
    expect(searched()).toEqual(['한'])
  })

  test('Escape clears at once, but not while it belongs to the composition', async () => {
    const { user, router } = await open({ at: '/?q=Title+2' })
    await screen.findByText('11 titles for “Title 2”')
    const box = screen.getByRole('searchbox')
    fireEvent.keyDown(box, { key: 'Escape', isComposing: true })
    expect(box).toHaveProperty('value', 'Title 2')
    await user.type(box, '{Escape}')
    await screen.findByText('60 titles')
    expect(router.latestLocation.search).toEqual({})
    expect(document.activeElement).toBe(box)
  })
})

describe('the seats', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('of the titles that are shown are asked for again while somebody looks', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'Date'] })
    const { asked } = await open({
      answers: {
        ...answers(['Emma', 'Persuasion']),
        SeatsOfBooks: ({ ids }: { ids: string[] }) => ({
          booksByIds: ids.map((id) => book(id, { status: 'IMPOSSIBLE', seatsFree: 0 })),
        }),
      },
    })
    await screen.findByText('2 titles')
    expect(screen.getAllByText('2 of 3 seats free')).toHaveLength(2)
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    expect(asked.at(-1)).toEqual({ operationName: 'SeatsOfBooks', variables: { ids: ['Emma', 'Persuasion'] } })
    await waitFor(() => expect(screen.getAllByText('0 of 3 seats free')).toHaveLength(2))
    expect(screen.getAllByText('Place a hold')).toHaveLength(2)
  })
})
