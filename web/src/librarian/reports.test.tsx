import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '../testing/show.tsx'
import { ReportsPage } from './reports-page.tsx'

afterEach(() => vi.restoreAllMocks())

const report = {
  titles: [
    { bookId: 'b1', title: '=HYPERLINK("x")', loans: 1_200, waiting: 9, seats: 2, buy: true },
    { bookId: 'b2', title: 'Emma', loans: null, waiting: 0, seats: 1, buy: false },
  ],
  totalCount: 3,
  days: [
    { from: '2026-11-20T00:00:00.000Z', loans: null },
    { from: '2026-11-21T00:00:00.000Z', loans: 12 },
  ],
}

const licence = {
  id: 'l1',
  kind: 'TIME_LIMITED',
  expiresAt: '2026-12-24T12:00:00.000Z',
  loansTotal: null,
  loansLeft: null,
}
const ending = [
  { book: { id: 'b1', title: 'Emma', language: 'en' }, licence: { ...licence, loansMade: 30, price: 90_000 } },
  {
    book: { id: 'b3', title: 'Dune', language: 'en' },
    licence: {
      ...licence,
      id: 'l2',
      kind: 'LOAN_LIMITED',
      expiresAt: null,
      loansLeft: 22,
      loansMade: 4,
      price: 50_000,
    },
  },
]

test('what was lent is told by title and by day, what too few did is not, and a file of it is no danger to open', async () => {
  const saved: Blob[] = []
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => String(saved.push(blob)),
    revokeObjectURL: () => undefined,
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  const { user, asked } = await show(<ReportsPage />, {
    roles: ['ADMIN'],
    answers: { LoanReport: () => ({ loanReport: report }), LicencesThatEnd: () => ({ licencesThatEnd: ending }) },
  })
  const titles = await screen.findByRole('region', { name: 'Loans by title, and who waits' })
  expect(
    within(titles)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual(['TitleLoansWaiting nowSeatsAdvice', '=HYPERLINK("x")1,20092Buy another', 'Emma< 501'])
  screen.getByText('and 1 more title')
  const days = screen.getByRole('region', { name: 'Loans by day' })
  expect(within(days).getByText('< 5')).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Save as CSV: Loans by title, and who waits' }))
  expect(await saved[0]?.text()).toBe(
    `\uFEFF"Title","Loans","Waiting now","Seats","Advice"\n"'=HYPERLINK(""x"")","1200","9","2","Buy another"\n"Emma","< 5","0","1",""\n`,
  )
  const ends = screen.getByRole('region', { name: 'Licences that end' })
  expect(
    within(ends)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual([
    'TitleKindEndsLoans leftPrice, in wonA loan cost',
    'EmmaUntil a day2026-12-2490,000₩3,000',
    'DuneFor so many loans2250,000< 5',
  ])
  await user.selectOptions(screen.getByRole('combobox', { name: 'Span' }), 'WEEK')
  await waitFor(() => expect(asked.filter(({ operationName }) => operationName === 'LoanReport')).toHaveLength(2))
})
