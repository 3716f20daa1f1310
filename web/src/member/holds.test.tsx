import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { HoldOnShelfFragment } from '../generated/member.ts'
import { show, type Answers } from '../testing/show.tsx'
import { RentButton } from './rent-button.tsx'
import { RentalsPage } from './rentals-page.tsx'

const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

const hold = (more: Partial<HoldOnShelfFragment> = {}) => ({
  __typename: 'Hold',
  id: 'h1',
  status: 'WAITING',
  position: 2,
  placedDate: inDays(-1),
  readyUntil: null,
  suspended: false,
  suspendedUntil: null,
  estimate: { __typename: 'WaitEstimate', likely: inDays(21), late: inDays(21) },
  book: { __typename: 'Book', id: 'emma', title: 'Emma', authors: ['Jane Austen'], language: 'en', rentalFee: 3_000 },
  ...more,
})

const out = {
  id: 'emma',
  title: 'Emma',
  rentalFee: 3_000,
  status: 'IMPOSSIBLE',
  seatsFree: 0,
  unlimited: false,
  nextLoanEnds: null,
  holdsWaiting: 3,
  estimate: { likely: inDays(14.1), late: inDays(14.2) },
} as const

const me = (more: object = {}) => ({
  me: {
    __typename: 'Member',
    id: 'alice',
    openLoans: 1,
    limits: { __typename: 'Limits', loans: 5, holds: 5 },
    membershipUntil: null,
    blocks: [],
    ...more,
  },
})

/** A title's page whose reader has this hold, and what an API makes of it. */
async function title(mine: { now: object | null }, answers: Answers = {}, book: typeof out | object = out) {
  const shown = await show(<RentButton book={book as typeof out} onChanged={() => undefined} />, {
    roles: ['MEMBER'],
    answers: {
      MyRentalOfBook: () => ({ book: { __typename: 'Book', id: 'emma', myRental: null } }),
      MyHoldOfBook: () => ({ book: { __typename: 'Book', id: 'emma', myHold: mine.now } }),
      MyStanding: () => me(),
      PointsToSpend: () => ({ myPoints: { __typename: 'PointAccount', available: 0 } }),
      ...answers,
    },
  })
  await waitFor(() => expect(shown.live.holdSockets).toHaveLength(1))
  const sent = (name: string) =>
    shown.asked.filter(({ operationName }) => operationName === name).map(({ variables }) => variables['input'])
  return { ...shown, sent }
}

const answered = (field: string, more: object) => ({ [field]: { hold: hold(more), userErrors: [] } })
const refused = (field: string, code: string) => ({
  [field]: { hold: null, userErrors: [{ __typename: 'UserError', code, message: '', field: null }] },
})

describe('a title that is out', () => {
  test('offers a hold with who waits and how long; a press places it, twice is once', async () => {
    const mine: { now: object | null } = { now: null }
    const { user, sent } = await title(mine, {
      PlaceMyHold: () => {
        mine.now = hold()
        return answered('placeHold', {})
      },
    })
    const press = await screen.findByRole('button', { name: 'Place a hold · 3 wait · about 2 weeks' })
    await user.dblClick(press)
    await screen.findByText('You are number 2 in line. It takes about 3 weeks.')
    expect(sent('PlaceMyHold')).toEqual([{ bookId: 'emma', idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) }])
  })

  test.each([
    ['HOLD_LIMIT_REACHED', 'You are waiting for as many titles as you may.'],
    ['CURRENTLY_AVAILABLE', 'You need not wait: this title can be borrowed now.'],
  ])('says why it cannot be waited for: %s', async (code, words) => {
    const { user } = await title({ now: null }, { PlaceMyHold: () => refused('placeHold', code) })
    await user.click(await screen.findByRole('button', { name: /^Place a hold/ }))
    await screen.findByText(words)
  })

  test('a hold that becomes ready is told without a reload, and the title is then rented by it', async () => {
    const mine: { now: object | null } = { now: hold() }
    const { live, user, sent } = await title(mine, {
      RentBook: () => ({
        requestRental: {
          rental: {
            __typename: 'Rental',
            id: 'r1',
            status: 'PAID',
            paymentState: 'PAID',
            rentalFee: 3_000,
            pointsToUse: 0,
            payUntil: inDays(1),
            retryAfter: null,
            book: { __typename: 'Book', id: 'emma', title: 'Emma' },
          },
          userErrors: [],
        },
      }),
    })
    await screen.findByText(/^You are number 2/)
    expect(screen.queryByRole('button', { name: /^Rent/ })).toBeNull()
    mine.now = hold({ status: 'READY', position: null, estimate: null, readyUntil: inDays(3) })
    act(() => live.tellOfHolds({ holdId: 'h1', version: 2 }))
    await screen.findByText(/^It is your turn: a seat is kept for you until/)
    await user.click(screen.getByRole('button', { name: 'Rent for ₩3,000' }))
    await screen.findByText('Paid. Your request is with the librarian.')
    expect(sent('RentBook')).toMatchObject([{ bookId: 'emma', holdId: 'h1' }])
  })

  test('others go first until a day, and the place is kept', async () => {
    const mine: { now: object | null } = { now: hold() }
    const { user, sent } = await title(mine, {
      SuspendMyHold: () => {
        const suspended = { suspended: true, position: null, estimate: null }
        mine.now = hold(suspended)
        return answered('suspendHold', suspended)
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Not now: Emma' }))
    const dialog = await screen.findByRole('dialog', { name: 'Let others go first?' })
    await user.click(within(dialog).getByRole('button', { name: 'Let others go first' }))
    await screen.findByText('You let others go first. Your place in line is kept.')
    expect(sent('SuspendMyHold')).toEqual([{ holdId: 'h1', until: null }])
    expect(screen.getByRole('button', { name: 'I want it now: Emma' })).toBeDefined()
  })
})

describe('what is asked before a title is rented', () => {
  const free = { ...out, status: 'POSSIBLE', seatsFree: 1, holdsWaiting: 0, estimate: null }
  const rentBook = (code?: string) => ({
    RentBook: () => ({
      requestRental: {
        rental: null,
        userErrors: [{ __typename: 'UserError', code: code ?? 'BOOK_NOT_AVAILABLE', message: '', field: null }],
      },
    }),
    PointsToSpend: () => ({ myPoints: { __typename: 'PointAccount', available: 2_950 } }),
  })

  test('how many points: what remains, or why not; and what else was wished', async () => {
    const { user, sent } = await title({ now: null }, rentBook(), free)
    const points = await screen.findByRole('spinbutton', { name: 'Pay with points' })
    await user.clear(points)
    await user.type(points, '2950')
    await screen.findByText(/Leave nothing to pay, or ₩100 at least/)
    expect(screen.getByRole('button', { name: /^Rent/ })).toHaveProperty('disabled', true)
    await user.clear(points)
    await user.type(points, '99999')
    // No price of what cannot be paid so.
    expect(screen.getByRole('button', { name: 'Rent for ₩3,000' })).toHaveProperty('disabled', true)
    await user.clear(points)
    await user.type(points, '2900')
    await screen.findByText(/Remains to pay: ₩100\./)
    await user.click(screen.getByRole('checkbox', { name: /put me in line/ }))
    await user.click(screen.getByRole('button', { name: 'Rent for ₩100 and 2,900 points' }))
    await screen.findByText(/You can place a hold/)
    expect(sent('RentBook')).toEqual([expect.objectContaining({ pointsToUse: 2_900, holdIfTaken: true })])
  })

  test('points that were gone meanwhile: it is said, and paid again with as many as there are', async () => {
    const rental = {
      __typename: 'Rental',
      id: 'r1',
      status: 'RENTED',
      paymentState: 'DECLINED',
      rentalFee: 3_000,
      pointsToUse: 2_900,
      payUntil: inDays(1),
      retryAfter: null,
      book: { __typename: 'Book', id: 'emma', title: 'Emma' },
    }
    const { user, sent } = await title(
      { now: null },
      {
        ...rentBook(),
        RentBook: () => ({
          requestRental: {
            rental,
            userErrors: [{ __typename: 'UserError', code: 'POINTS_INSUFFICIENT', message: '', field: null }],
          },
        }),
        PayMyRental: () => ({
          payRental: { rental: { ...rental, pointsToUse: 0, paymentState: 'PAID' }, userErrors: [] },
        }),
      },
      free,
    )
    await user.click(await screen.findByRole('button', { name: 'Rent for ₩3,000' }))
    await screen.findByText(/^You have fewer points than that\. Nothing was charged/)
    await user.click(screen.getByRole('button', { name: 'Pay now' }))
    const dialog = await screen.findByRole('dialog', { name: 'Pay again?' })
    await user.clear(within(dialog).getByRole('spinbutton', { name: 'Pay with points' }))
    await user.click(within(dialog).getByRole('button', { name: 'Pay ₩3,000' }))
    await waitFor(() => expect(sent('PayMyRental')).toEqual([{ rentalId: 'r1', pointsToUse: 0 }]))
  })

  test('whether a licence may shorten the loan: without a yes it is not rented', async () => {
    const short = { ...free, seatsFree: 4, nextLoanEnds: inDays(5) }
    const { user, sent } = await title({ now: null }, rentBook(), short)
    const yes = await screen.findByRole('checkbox', { name: /I would have it only until/ })
    const press = screen.getByRole('button', { name: 'Rent for ₩3,000' })
    expect(press).toHaveProperty('disabled', true)
    await user.click(yes)
    await user.click(press)
    await waitFor(() => expect(sent('RentBook')).toEqual([expect.objectContaining({ acceptsShorterLoan: true })]))
  })

  test.each([
    [{ openLoans: 5 }, /You have as many titles as you may at once/],
    [{ membershipUntil: inDays(-1) }, /Your membership is over/],
    [
      { blocks: [{ __typename: 'Block', id: 'b', kinds: ['BORROW'], message: 'See the desk.', until: null }] },
      /The library writes: “See the desk\.”/,
    ],
  ])('why it cannot be borrowed is read before it is pressed: %o', async (more, words) => {
    await title({ now: null }, { MyStanding: () => me(more) }, free)
    await screen.findByText(words)
    expect(screen.getByRole('button', { name: 'Rent for ₩3,000' })).toHaveProperty('disabled', true)
  })
})

test('the shelf: what is kept for the reader, what they wait for and at which place; what changes is asked for again', async () => {
  const all = { now: [hold()] as object[] }
  const { live } = await show(<RentalsPage />, {
    roles: ['MEMBER'],
    answers: {
      MyStanding: () => me({ openLoans: 2 }),
      MyHolds: () => ({
        myHolds: {
          __typename: 'HoldConnection',
          edges: all.now.map((node) => ({ __typename: 'HoldEdge', node })),
        },
      }),
    },
  })
  await waitFor(() => expect(live.holdSockets).toHaveLength(0))
  live.last.listener.onConnected()
  await screen.findByText(/You have 2 of the 5 titles/)
  const waiting = await screen.findByRole('article', { name: 'Emma' })
  expect(within(waiting).getByText('You are number 2 in line. It takes about 3 weeks.')).toBeDefined()
  all.now = [hold({ status: 'READY', position: null, estimate: null, readyUntil: inDays(3) })]
  await waitFor(() => expect(live.holdSockets).toHaveLength(1))
  act(() => live.tellOfHolds({ holdId: 'h1', version: 2 }))
  await screen.findByRole('heading', { name: 'Ready to borrow' })
  const link = await screen.findByRole('link', { name: 'Borrow' })
  expect(link).toHaveProperty('pathname', '/books/emma')
})
