import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { BookPage } from '../member/book-page.tsx'
import { show, type Answers } from '../testing/show.tsx'
import { TitleDesk } from './title-desk.tsx'

const licence = {
  __typename: 'Licence',
  id: 'l1',
  kind: 'LOAN_LIMITED',
  seats: 5,
  seatsInUse: 2,
  expiresAt: null,
  loansTotal: 26,
  loansLeft: 20,
  loansMade: 6,
  endedDate: null,
  addedDate: '2026-11-01T10:00:00.000Z',
  vendor: 'Kyobo',
  orderNumber: null,
  price: 120_000,
  renewalCountsAsLoan: false,
  download: 'DRM_FREE',
  preview: 10,
}
const title = {
  __typename: 'Book',
  id: 'b1',
  title: 'Human Acts',
  authors: ['Han Kang', 'Deborah Smith'],
  isbn13: null,
  language: 'en',
  rentalFee: 3000,
  loanPeriodDays: 14,
  maxRenewals: 1,
  status: 'POSSIBLE',
  seatsTotal: 5,
  seatsFree: 3,
  holdsWaiting: 1,
  approval: 'LIBRARIAN',
  automaticAfterLoans: null,
  licences: [licence] as readonly object[],
}
const onDesk = (more: object = {}) => ({ book: { ...title, ...more } })
const hold = {
  __typename: 'Hold',
  id: 'h1',
  userId: 'carol',
  status: 'WAITING',
  position: 1,
  placedDate: '2026-11-21T10:00:00.000Z',
  readyUntil: null,
  suspended: false,
  suspendedUntil: null,
}
const line = { holds: { edges: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0 } }
const refused = (field: string, code = 'INVALID_INPUT') => [{ code, message: 'no', field: ['input', field] }]

async function open(answers: Answers = {}) {
  const shown = await show(
    <TitleDesk book={{ id: 'b1', title: 'Human Acts', isWithdrawn: false }} onChanged={() => undefined} />,
    {
      roles: ['ADMIN'],
      at: '/books/b1',
      answers: {
        TitleOnDesk: () => onDesk(),
        LineOfTitle: ({ status }: { status: string }) =>
          status === 'WAITING' ? { holds: { ...line.holds, edges: [{ node: hold }], totalCount: 1 } } : line,
        ...answers,
      },
    },
  )
  await screen.findByRole('region', { name: 'Licences' })
  return shown
}
const inputOf = (asked: Awaited<ReturnType<typeof open>>['asked'], name: string) =>
  asked.filter(({ operationName }) => operationName === name).at(-1)?.variables['input']
/** Of the licence, what its row says. */
const told = () => screen.getAllByRole('row').find((row) => row.dataset['licence'] === 'l1')?.textContent

describe('licences', () => {
  test('are listed with what is left of them, and run down when somebody borrows', async () => {
    let left = 20
    const { live } = await open({
      TitleOnDesk: () => onDesk({ licences: [{ ...licence, seatsInUse: 22 - left, loansLeft: left }] }),
    })
    await waitFor(() =>
      expect(told()).toBe(
        'For so many loansMay be taken along as a file · Preview 10%2 of 520 of 26NeverKyobo · ₩120,000 · ₩20,000 a loanChange',
      ),
    )
    await waitFor(() => expect(live.sockets).toHaveLength(1))
    live.last.listener.onConnected()
    left = 19
    live.tell({ rentalId: 'r1', version: 1, userId: 'bob', bookId: 'b1' } as never)
    await waitFor(() => expect(told()).toMatch(/3 of 519 of 26/))
  })

  test('one of every kind is added, with what limits it', async () => {
    const { user, asked } = await open({ AddOneLicence: () => ({ addLicence: { ...onDesk(), userErrors: [] } }) })
    for (const [kind, fields, limits] of [
      ['ONE_COPY', [], {}],
      ['CONCURRENT', ['Seats'], { seats: 3 }],
      ['LOAN_LIMITED', ['Seats', 'Loans in all'], { seats: 3, loansTotal: 3 }],
      ['TIME_LIMITED', ['Seats'], { seats: 3, expiresAt: expect.stringMatching(/^2099-12-31T/) }],
      ['TIME_AND_LOAN_LIMITED', ['Seats', 'Loans in all'], { seats: 3, loansTotal: 3, expiresAt: expect.any(String) }],
      ['UNLIMITED', [], {}],
    ] as const) {
      await user.click(screen.getByRole('button', { name: 'Add a licence' }))
      const dialog = await screen.findByRole('dialog')
      await user.selectOptions(within(dialog).getByRole('combobox', { name: 'Kind' }), kind)
      for (const field of fields) {
        fireEvent.change(within(dialog).getByRole('textbox', { name: field }), { target: { value: '3' } })
      }
      const end = within(dialog).queryByLabelText(/Until the end of/)
      if (end && 'expiresAt' in limits) fireEvent.change(end, { target: { value: '2099-12-31' } })
      await user.click(within(dialog).getByRole('button', { name: 'Add it' }))
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
      expect(inputOf(asked, 'AddOneLicence')).toEqual({ bookId: 'b1', kind, ...limits })
    }
    await screen.findByText('It is added. Whoever waits is served by it.')
  })

  test('other terms are sent alone, and what is refused stands beside its field', async () => {
    const { user, asked } = await open({
      ReviseOneLicence: () => ({ reviseLicence: { book: null, userErrors: refused('seats') } }),
    })
    await user.click(screen.getByRole('button', { name: 'Change the licence: For so many loans' }))
    const dialog = await screen.findByRole('dialog')
    const seats = within(dialog).getByRole('textbox', { name: 'Seats' })
    await user.clear(seats)
    await user.type(seats, '1')
    await user.click(within(dialog).getByRole('button', { name: 'Save the licence' }))
    await within(dialog).findByText('A whole number from 1 to 1,000, and not fewer than are in use.')
    expect(inputOf(asked, 'ReviseOneLicence')).toEqual({ bookId: 'b1', licenceId: 'l1', seats: 1 })
  })

  test('whether a copy may be taken along and how much anybody may read is changed, and what is not agreed is empty', async () => {
    const { user, asked } = await open({
      TitleOnDesk: () => onDesk({ licences: [{ ...licence, download: 'NONE', preview: null }] }),
      ReviseOneLicence: () => ({ reviseLicence: { ...onDesk(), userErrors: [] } }),
    })
    expect(told()).toContain('Read here alone2 of 5')
    await user.click(screen.getByRole('button', { name: /^Change the licence/ }))
    const dialog = await screen.findByRole('dialog')
    const preview = within(dialog).getByRole('textbox', { name: 'Preview, in percent (optional)' })
    expect(preview).toHaveProperty('value', '')
    await user.selectOptions(within(dialog).getByRole('combobox', { name: 'A copy to take along' }), 'LCP')
    await user.type(preview, '15')
    await user.click(within(dialog).getByRole('button', { name: 'Save the licence' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(inputOf(asked, 'ReviseOneLicence')).toEqual({ bookId: 'b1', licenceId: 'l1', download: 'LCP', preview: 15 })
  })

  test('one that is in use is not ended, and it says what to do instead', async () => {
    const { user, asked } = await open({
      EndOneLicence: () => ({
        endLicence: { book: null, userErrors: [{ code: 'LICENCE_IN_USE', message: '', field: null }] },
      }),
    })
    await user.click(screen.getByRole('button', { name: /^Change the licence/ }))
    await user.click(await screen.findByRole('button', { name: 'End it now' }))
    await screen.findByText('Somebody has a seat of this licence. Give it an end, and it runs out by itself.')
    expect(inputOf(asked, 'EndOneLicence')).toEqual({ bookId: 'b1', licenceId: 'l1' })
  })
})

describe('a title is corrected', () => {
  test('by what was touched alone; a rule decides on it from now on', async () => {
    const { user, asked } = await open({
      ReviseTitle: () => ({
        reviseBook: { ...onDesk({ approval: 'AUTOMATIC', automaticAfterLoans: 2 }), userErrors: [] },
      }),
    })
    const form = screen.getByRole('form', { name: 'Correct this title' })
    await user.type(within(form).getByRole('textbox', { name: 'Authors' }), '; Kim Ji-young')
    await user.selectOptions(within(form).getByRole('combobox', { name: 'Who decides on requests' }), 'AUTOMATIC')
    const after = within(form).getByRole('textbox', { name: 'After how many loans given back' })
    await user.clear(after)
    await user.type(after, '2')
    await user.click(within(form).getByRole('button', { name: 'Save the title' }))
    await within(form).findByText('It is saved.')
    expect(inputOf(asked, 'ReviseTitle')).toEqual({
      bookId: 'b1',
      authors: ['Han Kang', 'Deborah Smith', 'Kim Ji-young'],
      approval: 'AUTOMATIC',
      automaticAfterLoans: 2,
    })
  })

  test('an ISBN of another title says so at its field', async () => {
    const { user } = await open({
      ReviseTitle: () => ({ reviseBook: { book: null, userErrors: refused('isbn13', 'ISBN_TAKEN') } }),
    })
    await user.type(screen.getByRole('textbox', { name: /ISBN-13/ }), '9788936433598')
    await user.click(screen.getByRole('button', { name: 'Save the title' }))
    await screen.findByText('Another title has this ISBN.')
    screen.getByText(/its check digit is wrong, or another title has it/)
  })
})

test('whose turn it is stands in its place, and a librarian ends a place in line', async () => {
  const { user, asked } = await open({
    CancelOneHold: () => ({ cancelHold: { hold: { ...hold, status: 'CANCELED', position: null }, userErrors: [] } }),
  })
  const region = await screen.findByRole('region', { name: 'Who waits' })
  within(region).getByText('Number 1 in line')
  expect(within(region).getByRole('link', { name: 'carol' })).toHaveProperty('pathname', '/members/carol')
  await user.click(within(region).getByRole('button', { name: 'Cancel the hold: carol' }))
  await waitFor(() => expect(inputOf(asked, 'CancelOneHold')).toEqual({ holdId: 'h1' }))
})

test('a title is withdrawn with its loans only when that is chosen, and what it leads to is said before', async () => {
  const { user, asked } = await open({
    WithdrawTitle: () => ({
      withdrawBook: { book: { __typename: 'Book', id: 'b1', status: 'WITHDRAWN', seatsFree: 3 }, userErrors: [] },
    }),
  })
  await user.click(screen.getByRole('button', { name: 'Withdraw this title' }))
  const dialog = await screen.findByRole('dialog')
  within(dialog).getByText(/loans run to their end/)
  await user.click(within(dialog).getByRole('checkbox', { name: /Take it back from those who have it/ }))
  within(dialog).getByText(/loses it at once and gets the whole fee back/)
  await user.type(within(dialog).getByRole('textbox'), 'The publisher asks for it.')
  await user.click(within(dialog).getByRole('button', { name: 'Yes, withdraw it and take it back' }))
  await screen.findByText('The title is withdrawn.')
  expect(inputOf(asked, 'WithdrawTitle')).toEqual({ bookId: 'b1', revoke: true, note: 'The publisher asks for it.' })
})

test('a librarian on a title’s page finds its rentals, and withdraws it', async () => {
  const book = {
    __typename: 'Book',
    id: 'b1',
    title: 'Human Acts',
    authors: ['Han Kang'],
    isbn13: null,
    language: null,
    rentalFee: 3000,
    status: 'POSSIBLE',
    seatsTotal: 1,
    seatsFree: 1,
    unlimited: false,
    nextLoanEnds: null,
    holdsWaiting: 0,
    estimate: null,
    loanPeriodDays: 14,
    maxRenewals: 1,
  }
  let status = 'POSSIBLE'
  const { user, asked } = await show(<BookPage />, {
    roles: ['ADMIN'],
    at: '/books/b1',
    answers: {
      BookPage: () => ({ book: { ...book, status } }),
      TitleOnDesk: () => onDesk(),
      LineOfTitle: () => line,
      WithdrawTitle: () => {
        status = 'WITHDRAWN'
        return { withdrawBook: { book: { __typename: 'Book', id: 'b1', status, seatsFree: 1 }, userErrors: [] } }
      },
    },
  })
  expect((await screen.findByRole('link', { name: 'Who has rented it' })).getAttribute('href')).toBe(
    '/all-rentals?find=Human+Acts',
  )
  expect(screen.queryByText('Only members rent.')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Withdraw this title' }))
  await user.click(await screen.findByRole('button', { name: 'Yes, withdraw it' }))
  await screen.findByText('The title is withdrawn.')
  expect(asked.find(({ operationName }) => operationName === 'WithdrawTitle')?.variables).toEqual({
    input: { bookId: 'b1' },
  })
})
