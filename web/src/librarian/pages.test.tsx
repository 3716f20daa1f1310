import { CombinedGraphQLErrors } from '@apollo/client'
import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { DeadLettersPage } from './dead-letters-page.tsx'
import { DeliveriesPage } from './deliveries-page.tsx'
import { RegisterPage } from './register-page.tsx'
import { readFilter } from './rental-filter.ts'
import { barsOf, variablesOf, waitIn, waitUnitOf } from './spans.ts'
import { TraceEvents } from './trace-events.tsx'
import './words/add.ts'

const letter = {
  __typename: 'DeadLetter',
  id: 'rent:1',
  consumer: 'rent',
  eventId: 'e1',
  eventType: 'ebook.payment.Paid.v1',
  rental: { __typename: 'DashboardRow', rentalId: 'r1', userId: 'alice', title: 'Human Acts' },
  book: { __typename: 'Book', id: 'b1', title: 'Human Acts' },
  error: 'ZodError: rentalId',
  attempts: 5,
  status: 'DEAD',
  firstFailedAt: '2026-11-21T10:00:00.000Z',
  replayedAt: null,
}

test('of what was sent: its kind, its way and why not in words, and what a provider answered as it is', async () => {
  const sent = {
    __typename: 'NoticeDelivery',
    userId: 'alice',
    channel: 'EMAIL',
    attempts: 1,
    changedAt: '2026-11-21T10:00:00.000Z',
  }
  const nodes = [
    { ...sent, id: 'd1', kinds: ['DUE_SOON', 'HOLD_READY'], status: 'SKIPPED', reason: 'NOT_WANTED' },
    { ...sent, id: 'd2', kinds: ['DEAD_LETTERS'], userId: null, status: 'FAILED', reason: '550 no such mailbox' },
  ]
  const listed = {
    edges: nodes.map((node) => ({ node })),
    pageInfo: { hasNextPage: false, endCursor: null },
    totalCount: nodes.length,
  }
  await show(<DeliveriesPage />, { roles: ['ADMIN'], answers: { Deliveries: () => ({ noticeDeliveries: listed }) } })
  await screen.findByRole('row', {
    name: /alice Loan ends soon and Their turn E-mail Not wanted any more: not chosen by them/,
  })
  screen.getByRole('row', { name: /the staff Dead letters E-mail Failed: 550 no such mailbox/ })
  screen.getByRole('button', { name: 'Send again: Dead letters, the staff' })
})

describe('dead letters', () => {
  const listed = {
    deadLetters: {
      edges: [{ node: letter }],
      pageInfo: { hasNextPage: false, endCursor: null },
      totalCount: 1,
      unreachable: ['promotion'],
    },
  }

  test('what failed, where, why and how often; and whose are missing', async () => {
    await show(<DeadLettersPage />, { roles: ['ADMIN'], answers: { DeadLetterList: () => listed } })
    const card = await screen.findByRole('article')
    expect(card.textContent).toMatch(/Paid → rent.*ZodError: rentalId.*Human Acts · alice.*tried 5 times/)
    const link = within(card).getByRole('link', { name: 'Human Acts' })
    expect(link).toHaveProperty('pathname', '/all-rentals/r1')
    expect(screen.getByRole('alert').textContent).toMatch(/No answer from promotion/)
  })

  test('a replay says what became of it', async () => {
    const refusal = { code: 'DEAD_LETTER_FAILED_AGAIN', message: 'rentalId is missing', field: null }
    const { user } = await show(<DeadLettersPage />, {
      roles: ['ADMIN'],
      answers: {
        DeadLetterList: () => listed,
        ReplayLetter: () => ({ replayDeadLetter: { deadLetter: letter, userErrors: [refusal] } }),
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Replay Paid at rent: Human Acts' }))
    await screen.findByText(/It failed again.*rentalId is missing/)
  })

  test('those of one cause are one card, replayed with one press, oldest first, and counted no longer', async () => {
    const no = (n: number, more: object = {}) => ({
      ...letter,
      id: `rent:${n}`,
      error: `no points for 0000000${n}-e916-7438-a628-5795728ceb4e`,
      ...more,
    })
    const title = { eventType: 'ebook.book.BookRegistered.v1', error: 'too long', rental: null }
    const nodes = [no(4), no(3), no(2, title), no(1)]
    const { user, asked } = await show(<DeadLettersPage />, {
      roles: ['ADMIN'],
      answers: {
        DeadLetterList: () => ({
          deadLetters: { ...listed.deadLetters, edges: nodes.map((node) => ({ node })), totalCount: 4 },
        }),
        ReplayLetter: ({ input: { id } }: { input: { id: string } }) => ({
          replayDeadLetter: {
            deadLetter: { __typename: 'DeadLetter', id, status: 'REPLAYED', replayedAt: '2026-11-21T11:00:00.000Z' },
            userErrors: [],
          },
        }),
      },
    })
    await screen.findByText('4 dead letters')
    expect(screen.getAllByRole('article')).toHaveLength(2)
    expect(screen.getAllByRole('link', { name: 'Human Acts' }).at(-1)).toHaveProperty('pathname', '/books/b1')
    await user.click(screen.getByRole('button', { name: 'Replay all 3 of this cause' }))
    await screen.findByText('1 dead letter')
    expect(screen.getAllByText('It was handled.')).toHaveLength(3)
    const replayed = asked.filter(({ operationName }) => operationName === 'ReplayLetter')
    expect(replayed.map(({ variables }) => variables['input'])).toEqual([
      { id: 'rent:1' },
      { id: 'rent:3' },
      { id: 'rent:4' },
    ])
  })

  test('a list that could not name its titles is shown without', async () => {
    const nameless = { ...letter, rental: null, book: null }
    const { container } = await show(<DeadLettersPage />, {
      roles: ['ADMIN'],
      answers: {
        DeadLetterList: () => ({ deadLetters: { ...listed.deadLetters, edges: [{ node: nameless }] } }),
      },
    })
    await screen.findByText('Event e1')
    expect(container.querySelectorAll('[data-letter]')).toHaveLength(1)
  })
})

test('F1 a title that is refused says at which field; what was typed stays', async () => {
  const userErrors = [{ code: 'INVALID_ISBN', message: 'Wrong.', field: ['input', 'isbn13'] }]
  const { user } = await show(<RegisterPage />, {
    roles: ['ADMIN'],
    answers: { RegisterTitle: () => ({ registerBook: { book: null, userErrors } }) },
  })
  const isbn = await screen.findByLabelText(/ISBN/)
  await user.type(screen.getByRole('textbox', { name: 'Title' }), 'Human Acts')
  await user.type(screen.getByRole('textbox', { name: 'Authors' }), 'Han Kang')
  await user.type(isbn, '9780439023482')
  await user.click(screen.getByRole('button', { name: 'Register' }))
  await screen.findAllByText(/check digit/)
  expect(isbn.getAttribute('aria-invalid')).toBe('true')
  expect((isbn as HTMLInputElement).value).toBe('9780439023482')
})

test('what was typed is there after signing in again; that nothing was registered is certain', async () => {
  const answers = {
    RegisterTitle: () => {
      throw new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] })
    },
  }
  const { user, unmount } = await show(<RegisterPage />, { roles: ['ADMIN'], answers })
  await user.type(await screen.findByRole('textbox', { name: 'Title' }), 'Human Acts')
  await user.type(screen.getByRole('textbox', { name: 'Authors' }), 'Han Kang')
  await user.click(screen.getByRole('button', { name: 'Register' }))
  await screen.findByText('Your session has ended. Sign in again. It was not registered. What you typed is kept.')
  unmount()
  const again = await show(<RegisterPage />, {
    roles: ['ADMIN'],
    answers: { RegisterTitle: () => ({ registerBook: { book: { id: 'b1', title: 'Human Acts' }, userErrors: [] } }) },
  })
  expect((await screen.findByRole('textbox', { name: 'Title' })).getAttribute('value')).toBe('Human Acts')
  await again.user.click(screen.getByRole('button', { name: 'Register' }))
  await screen.findByText('“Human Acts” is registered.')
  expect(screen.getByRole('textbox', { name: 'Title' }).getAttribute('value')).toBe('')
  expect(sessionStorage.length).toBe(0)
})

test('C12 a trace says who, what, when, and what it came from', async () => {
  const entry = (eventId: string, name: string, actor: string, causationId: string) => ({
    eventId,
    eventType: `ebook.rent.${name}.v1`,
    time: '2026-11-21T10:00:00.123Z',
    actor,
    causationId,
    correlationId: 'r1',
  })
  const entries = [entry('e1', 'Rented', 'MEMBER:alice', 'c1'), entry('e2', 'Unheard', 'SYSTEM', 'e1')]
  const { container } = await show(<TraceEvents entries={entries} />)
  await screen.findByText('Requested')
  const [first, second] = [...container.querySelectorAll<HTMLElement>('[data-event]')]
  expect(first?.textContent).toMatch(/\.123.*the member alice.*on request c1/)
  expect(second?.textContent).toMatch(/Unheard.*the system/)
  expect(within(second as HTMLElement).getByRole('link', { name: 'because of Requested' })).toBeDefined()
})

test('an address that names a status that there is not lists every status', () => {
  expect(readFilter({ status: 'PAID', member: ' alice ' })).toEqual({ status: 'PAID', member: 'alice' })
  expect(readFilter({ status: 'LOST', member: 7 })).toEqual({})
})

test('a day is asked for by the hour, more by the day of the reader’s zone; now is in the last point', () => {
  const now = new Date('2026-11-21T10:00:00.000Z')
  expect(variablesOf('DAY', now, 'Asia/Seoul')).toEqual({
    from: '2026-11-20T11:00:00.000Z',
    to: '2026-11-21T10:00:00.001Z',
    step: 'HOUR',
    timeZone: 'Asia/Seoul',
  })
  expect(variablesOf('YEAR', now, 'Asia/Seoul').step).toBe('DAY')
  // Today and the six days before it.
  expect(variablesOf('WEEK', now, 'Asia/Seoul').from).toBe('2026-11-15T10:00:00.000Z')
})

test('of a year there is a bar for each week, and a wait of days is told in hours', () => {
  const none = { requests: 1, approvals: 0, refusals: 0, refunds: 0, revenue: 3_000, points: 300 }
  const days = (count: number) => Array.from({ length: count }, (_, day) => ({ ...none, from: String(day) }))
  expect(barsOf(days(30))).toHaveLength(30)
  const weeks = barsOf(days(365))
  expect(weeks.map(({ requests }) => requests)).toEqual([1, ...Array.from({ length: 52 }, () => 7)])
  expect(weeks.map(({ from }) => from).slice(0, 3)).toEqual(['0', '1', '8'])
  expect(weeks.at(-1)).toMatchObject({ revenue: 21_000, points: 2_100 })
  expect([waitUnitOf(7_199), waitIn('minutes', 90), waitUnitOf(80_268), waitIn('hours', 80_268)]).toEqual([
    'minutes',
    1.5,
    'hours',
    22.3,
  ])
})
