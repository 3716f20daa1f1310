import { CombinedGraphQLErrors } from '@apollo/client'
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show, type Answers } from '../testing/show.tsx'
import { QueuePage } from './queue-page.tsx'

const request = {
  __typename: 'RentalRequest',
  id: 'q1',
  status: 'REQUESTED',
  version: 3,
  decideBy: '2026-11-24T10:00:00.000Z',
}
const undecided = { decidedBy: null, decidedDate: null, reasonCode: null, note: null }

function row(rentalId: string, title: string, more: object = {}) {
  return {
    rentalId,
    version: 1,
    userId: 'alice',
    bookId: 'b1',
    title,
    rentalFee: 3000,
    status: 'PAID',
    paidDate: '2026-11-21T10:00:00.000Z',
    rental: { id: rentalId, request: { ...request, ...undecided } },
    book: { id: 'b1', authors: ['Han Kang'], seatsFree: 1, seatsTotal: 2 },
    ...more,
  }
}

const oneWaits = { HowManyWait: () => ({ dashboards: { totalCount: 1 } }) }

async function open(answers: Answers = {}) {
  const shown = await show(<QueuePage />, { answers: { ...oneWaits, ...answers }, roles: ['ADMIN'] })
  await waitFor(() => expect(shown.live.sockets).toHaveLength(1))
  shown.live.last.listener.onConnected()
  shown.live.tell(row('r1', 'Greek Lessons'))
  const card = await screen.findByRole('article', { name: 'Greek Lessons' })
  return { ...shown, card }
}

const press = (card: HTMLElement, name: RegExp) => within(card).getByRole('button', { name })
const decided = {
  __typename: 'RentalRequest',
  id: 'q1',
  version: 4,
  decideBy: null,
  note: null,
  decidedDate: '2026-11-21T10:05:00.000Z',
}

describe('F5 the librarian decides', () => {
  test('on what is needed to decide, and on the version that was read', async () => {
    const { card, user, asked } = await open({
      ApproveRequest: () => ({
        approveRental: {
          request: { ...decided, status: 'APPROVED', decidedBy: 'libby', reasonCode: null },
          alreadyDecided: false,
          userErrors: [],
        },
      }),
    })
    for (const words of ['Han Kang', 'alice', '₩3,000']) expect(within(card).getByText(words)).toBeDefined()
    await user.click(press(card, /^Approve/))
    await within(card).findByText('You approved it. The loan has begun.')
    expect(asked.at(-1)).toEqual({
      operationName: 'ApproveRequest',
      variables: { input: { rentalId: 'r1', expectedVersion: 3 } },
    })
    expect(press(card, /^Refuse/).getAttribute('aria-disabled')).toBe('true')
  })

  test('with the keyboard: it stays at the button that was pressed', async () => {
    const { card, user, asked } = await open({
      ApproveRequest: () => ({ approveRental: { request: null, alreadyDecided: false, userErrors: [] } }),
    })
    const approve = press(card, /^Approve/)
    approve.focus()
    await user.keyboard('{Enter}')
    await within(card).findByText('You approved it. The loan has begun.')
    expect(document.activeElement).toBe(approve)
    await user.keyboard('{Enter}')
    expect(asked.filter(({ operationName }) => operationName === 'ApproveRequest')).toHaveLength(1)
  })

  test('a refusal has a reason and a word to the member', async () => {
    const { card, user, asked } = await open({
      RefuseRequest: () => ({ refuseRental: { request: null, alreadyDecided: false, userErrors: [] } }),
    })
    await user.click(press(card, /^Refuse/))
    const dialog = await screen.findByRole('dialog')
    // None is sent that nobody has chosen; that no seat is free cannot be said of a request that has one.
    await user.click(within(dialog).getByRole('button', { name: 'Refuse' }))
    const reasons = within(dialog).getAllByRole('option')
    expect(reasons.map(({ textContent }) => textContent)).toEqual([
      'Choose a reason',
      'The library’s rules',
      'The member may not borrow',
    ])
    await user.selectOptions(within(dialog).getByRole('combobox'), 'MEMBER_BLOCKED')
    await user.type(within(dialog).getByRole('textbox'), ' Ask us ')
    await user.click(within(dialog).getByRole('button', { name: 'Refuse' }))
    await within(card).findByText('You refused it. The payment is refunded automatically.')
    expect(asked.at(-1)?.variables).toEqual({
      input: { rentalId: 'r1', expectedVersion: 3, reasonCode: 'MEMBER_BLOCKED', note: 'Ask us' },
    })
  })

  test('who was slower is told who decided what', async () => {
    const { card, user } = await open({
      ApproveRequest: () => ({
        approveRental: {
          request: { ...decided, status: 'REFUSED', decidedBy: 'noah', reasonCode: 'POLICY' },
          alreadyDecided: false,
          userErrors: [{ code: 'VERSION_CONFLICT', message: 'It has changed.', field: null }],
        },
      }),
    })
    await user.click(press(card, /^Approve/))
    const words = await within(card).findByText(/Somebody was faster/)
    expect(words.textContent).toMatch(/Refused by noah at/)
  })

  test('a lost answer leaves the buttons: the second press counts once', async () => {
    let asks = 0
    const { card, user } = await open({
      ApproveRequest: () => {
        asks += 1
        if (asks === 1) throw new TypeError('the network is away')
        return { approveRental: { request: null, alreadyDecided: true, userErrors: [] } }
      },
    })
    await user.click(press(card, /^Approve/))
    await within(card).findByText(/It is not known whether your decision arrived/)
    await user.click(press(card, /^Approve/))
    await within(card).findByText('A colleague had decided the same before.')
  })
})

test('what a lost answer left open is told by the live feed', async () => {
  const { live, card, user } = await open({
    ApproveRequest: () => {
      throw new TypeError('the network is away')
    },
  })
  await user.click(press(card, /^Approve/))
  await within(card).findByText(/It is not known/)
  // Until the list has been filled, what is decided is not in it.
  await waitFor(() => expect(screen.getByRole('list').getAttribute('aria-busy')).toBe('false'))
  const approved = { ...request, ...decided, status: 'APPROVED', decidedBy: 'libby', reasonCode: null }
  live.tell(row('r1', 'Greek Lessons', { version: 2, status: 'APPROVED', rental: { id: 'r1', request: approved } }))
  await within(card).findByText(/Approved by libby at/)
  expect(within(card).queryByText(/It is not known/)).toBeNull()
})

test('what a colleague decides meanwhile stays in its place, closed, until it is put away', async () => {
  const { live, card, user } = await open()
  live.tell(row('r2', 'The White Book', { paidDate: '2026-11-21T10:01:00.000Z' }))
  await screen.findByRole('article', { name: 'The White Book' })
  // The order is kept once the list has been filled.
  await screen.findByText('2 requests wait for a decision.')
  await waitFor(() => expect(screen.getByRole('list').getAttribute('aria-busy')).toBe('false'), { timeout: 5_000 })
  const approved = { ...request, ...decided, status: 'APPROVED', decidedBy: 'noah', reasonCode: null }
  live.tell(row('r1', 'Greek Lessons', { version: 2, status: 'APPROVED', rental: { id: 'r1', request: approved } }))
  await within(card).findByText(/Approved by noah at/)
  expect(press(card, /^Approve/).getAttribute('aria-disabled')).toBe('true')
  expect(screen.getAllByRole('article').map((one) => one.getAttribute('data-rental'))).toEqual(['r1', 'r2'])
  await user.click(screen.getByRole('button', { name: '1 request is decided: put it away' }))
  expect(screen.getAllByRole('article').map((one) => one.getAttribute('data-rental'))).toEqual(['r2'])
  expect(document.activeElement).toBe(screen.getByText('1 request waits for a decision.'))
})

describe('the seat', () => {
  const seats = (free: number, total: number) => ({
    book: { id: 'b1', authors: [], seatsFree: free, seatsTotal: total },
  })

  test.each([
    [seats(0, 1), 'Seat reserved for this request'],
    [seats(1, 3), 'Seat reserved for this request (1 more of 3 free)'],
    [{ ...seats(0, 1), rental: { id: 'r1', request: null } }, '0 of 1 free'],
    [{ book: null, rental: null }, 'not known just now'],
  ])('of a request that waits is its own: %j', async (more, words) => {
    const { live, card } = await open()
    live.tell(row('r1', 'Greek Lessons', { version: 2, ...more }))
    await waitFor(() => expect(within(card).getByText('Seats').nextSibling?.textContent).toBe(words))
  })
})

test('a free title is refused without a word of money', async () => {
  const { live, card, user } = await open({
    RefuseRequest: () => ({ refuseRental: { request: null, alreadyDecided: false, userErrors: [] } }),
  })
  live.tell(row('r1', 'Greek Lessons', { version: 2, rentalFee: 0 }))
  await within(card).findByText('free of charge')
  await user.click(press(card, /^Refuse/))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).not.toMatch(/₩|refund|money/i)
  await user.selectOptions(within(dialog).getByRole('combobox'), 'POLICY')
  await user.click(within(dialog).getByRole('button', { name: 'Refuse' }))
  await within(card).findByText('You refused it.')
})

test('what was certainly not done is not said to be unknown', async () => {
  const { card, user } = await open({
    ApproveRequest: () => {
      throw new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] })
    },
  })
  await user.click(press(card, /^Approve/))
  await within(card).findByText('Your session has ended. Sign in again. Nothing was decided.')
})

test('a member is not shown the queue', async () => {
  const { live } = await show(<QueuePage />, { roles: ['MEMBER'] })
  await screen.findByText(/This page is for others/)
  expect(live.sockets).toHaveLength(0)
})

test('what had not come when the session ended is not waited for: one is asked to sign in', async () => {
  const { endSession } = await show(<QueuePage />, { roles: ['ADMIN'], answers: oneWaits })
  await screen.findByText('Loading the requests…')
  await act(endSession)
  await screen.findByText('Sign in to see this page.')
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDefined()
})
