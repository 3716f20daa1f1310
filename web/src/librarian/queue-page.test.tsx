import { screen, waitFor, within } from '@testing-library/react'
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

async function open(answers: Answers = {}) {
  const shown = await show(<QueuePage />, { answers, roles: ['ADMIN'] })
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
    for (const words of ['Han Kang', 'alice', '₩3,000', '1 of 2']) expect(within(card).getByText(words)).toBeDefined()
    await user.click(press(card, /^Approve/))
    await within(card).findByText('You approved it. The loan has begun.')
    expect(asked.at(-1)).toEqual({
      operationName: 'ApproveRequest',
      variables: { input: { rentalId: 'r1', expectedVersion: 3 } },
    })
    expect(press(card, /^Refuse/).hasAttribute('disabled')).toBe(true)
  })

  test('a refusal has a reason and a word to the member', async () => {
    const { card, user, asked } = await open({
      RefuseRequest: () => ({ refuseRental: { request: null, alreadyDecided: false, userErrors: [] } }),
    })
    await user.click(press(card, /^Refuse/))
    const dialog = await screen.findByRole('dialog')
    await user.selectOptions(within(dialog).getByRole('combobox'), 'MEMBER_BLOCKED')
    await user.type(within(dialog).getByRole('textbox'), ' Ask us ')
    await user.click(within(dialog).getByRole('button', { name: 'Refuse' }))
    await within(card).findByText('You refused it. The money goes back.')
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
  expect(press(card, /^Approve/).hasAttribute('disabled')).toBe(true)
  expect(screen.getAllByRole('article').map((one) => one.getAttribute('data-rental'))).toEqual(['r1', 'r2'])
  await user.click(screen.getByRole('button', { name: '1 request is decided: put it away' }))
  expect(screen.getAllByRole('article').map((one) => one.getAttribute('data-rental'))).toEqual(['r2'])
})

test('a member is not shown the queue', async () => {
  const { live } = await show(<QueuePage />, { roles: ['MEMBER'] })
  await screen.findByText(/This page is for others/)
  expect(live.sockets).toHaveLength(0)
})
