import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show, type Answers } from '../testing/show.tsx'
import { AllRentalsPage } from './all-rentals-page.tsx'
import { TracePage } from './trace-page.tsx'

const rental = {
  __typename: 'DashboardRow',
  rentalId: 'r1',
  version: 7,
  userId: 'grace',
  bookId: 'b1',
  title: 'Human Acts',
  rentalFee: 3000,
  status: 'CANCELED',
  paymentState: 'REFUNDING',
  refundFailed: true,
  points: null,
  rentedDate: '2026-11-21T10:00:00.000Z',
  dueAt: null,
}
const listOf = (...rows: object[]) => ({
  dashboards: {
    edges: rows.map((node) => ({ node })),
    pageInfo: { hasNextPage: false, endCursor: null },
    totalCount: rows.length,
  },
})
const payment = { __typename: 'Payment', id: 'p1', status: 'REFUND_FAILED', chargedAmount: 3000, refundedAmount: 0 }
const retried = (...codes: string[]) => ({
  retryRefund: {
    payment: { ...payment, status: 'REFUNDING' },
    userErrors: codes.map((code) => ({ code, message: '', field: null })),
  },
})

const openList = (row: object, answers: Answers = {}, at = '/all-rentals') =>
  show(<AllRentalsPage />, {
    roles: ['ADMIN'],
    at,
    answers: {
      AllRentals: () => listOf(row),
      RefundablePayment: () => ({
        rental: { __typename: 'Rental', id: 'r1', payment: { __typename: 'Payment', id: 'p1' } },
      }),
      ...answers,
    },
  })

describe('a refund that failed for good', () => {
  test('is told in the table with what to do, and tried again from there', async () => {
    const { user, asked } = await openList(rental, { RefundOnceMore: () => retried() })
    await screen.findByText(/Refund failed: the payment provider refused it for good/)
    expect(screen.queryByText('Being refunded')).toBeNull()
    const button = screen.getByRole('button', { name: 'Try the refund again: Human Acts' })
    await user.click(button)
    await screen.findByText('The refund is under way again.')
    expect(asked.at(-1)).toEqual({ operationName: 'RefundOnceMore', variables: { input: { paymentId: 'p1' } } })
    expect(document.activeElement).toBe(button)
    await user.keyboard('{Enter}')
    expect(asked.filter(({ operationName }) => operationName === 'RefundOnceMore')).toHaveLength(1)
  })

  test('that a colleague has seen to is said so', async () => {
    const { user } = await openList(rental, { RefundOnceMore: () => retried('REFUND_NOT_FAILED') })
    await user.click(await screen.findByRole('button', { name: /Try the refund again/ }))
    await screen.findByText('The refund has not failed, so there is nothing to try again.')
  })

  test('while the payments are away: it can be pressed again', async () => {
    const { user } = await openList(rental, {
      RefundablePayment: () => ({ rental: { __typename: 'Rental', id: 'r1', payment: null } }),
    })
    await user.click(await screen.findByRole('button', { name: /Try the refund again/ }))
    await screen.findByText('There is no such payment.')
    expect(screen.getByRole('button', { name: /Try the refund again/ }).getAttribute('aria-disabled')).toBe('false')
  })

  test('is found by its filter, as rentals are by a part of title or member', async () => {
    const { user, asked } = await openList(rental)
    await user.click(await screen.findByRole('checkbox', { name: 'Refund failed' }))
    await user.type(screen.getByRole('searchbox', { name: 'Title or member' }), 'grac{Enter}')
    await expect
      .poll(() => asked.at(-1)?.variables)
      .toMatchObject({ search: 'grac', refundFailed: true, userId: null, status: null })
  })
})

test('a loan of one day says at what time it ends', async () => {
  await openList({ ...rental, refundFailed: false, status: 'APPROVED', dueAt: '2026-11-22T10:07:00.000Z' })
  await screen.findByText(/Nov 22, 2026, \d+:07/)
})

test('of a free title the table says no word of money', async () => {
  await openList({ ...rental, rentalFee: 0, refundFailed: false, paymentState: 'REFUNDED' })
  const row = (await screen.findByText('Human Acts')).closest('tr') as HTMLElement
  expect(within(row).getByText('free of charge')).toBeDefined()
  expect(row.textContent).not.toMatch(/₩|refund/i)
})

const trace = (more: object, event = 'Refunded') => ({
  rental: {
    __typename: 'Rental',
    id: 'r1',
    userId: 'grace',
    book: { __typename: 'Book', id: 'b1', title: 'Human Acts' },
    status: 'RETURNED',
    paymentState: 'PAID',
    refundState: null,
    rentalFee: 3000,
    rentedDate: '2026-11-21T10:00:00.000Z',
    dueAt: null,
    payback: null,
    payment: { ...payment, status: 'PAID' },
    request: null,
    trace: [
      {
        __typename: 'TraceEntry',
        eventId: 'e1',
        eventType: `ebook.payment.${event}.v1`,
        time: '2026-11-21T10:00:00.000Z',
        actor: 'SYSTEM',
        causationId: 'c1',
        correlationId: 'r1',
      },
    ],
    ...more,
  },
})

describe('the whole story', () => {
  test('a charged payment is given back as goodwill, asked for once more', async () => {
    const { user, asked } = await show(<TracePage />, {
      roles: ['ADMIN'],
      at: '/all-rentals/r1',
      answers: {
        RentalTrace: () => trace({}, 'Paid'),
        RefundAsGoodwill: () => ({ refundPayment: { payment: { ...payment, status: 'REFUNDING' }, userErrors: [] } }),
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Refund ₩3,000' }))
    await user.click(await screen.findByRole('button', { name: 'Yes, refund it' }))
    await expect.poll(() => asked.map(({ operationName }) => operationName)).toContain('RefundAsGoodwill')
  })

  test('of a free title is without a word of money', async () => {
    const { container } = await show(<TracePage />, {
      roles: ['ADMIN'],
      at: '/all-rentals/r1',
      answers: {
        RentalTrace: () =>
          trace({
            rentalFee: 0,
            paymentState: 'REFUNDED',
            payment: { ...payment, status: 'REFUNDED', chargedAmount: 0 },
          }),
      },
    })
    await screen.findByText('Confirmation taken back')
    const said = [...container.querySelectorAll('dl, .mantine-Timeline-itemTitle')].map(
      ({ textContent }) => textContent,
    )
    expect(said.join()).toMatch(/grace.*Confirmation/)
    expect(said.join()).not.toMatch(/₩|refund|money|charged/i)
  })
})

describe('a book that is on loan', () => {
  test('is taken back with a word to the member, once what that leads to has been read', async () => {
    const { user, asked } = await show(<TracePage />, {
      roles: ['ADMIN'],
      at: '/all-rentals/r1',
      answers: {
        RentalTrace: () => trace({ status: 'APPROVED', payment }),
        TakeBookBack: () => ({
          revokeRental: {
            rental: { __typename: 'Rental', id: 'r1', status: 'CANCELING', paymentState: 'PAID' },
            userErrors: [],
          },
        }),
      },
    })
    await user.click(await screen.findByRole('button', { name: 'Take the book back' }))
    const dialog = await screen.findByRole('dialog')
    within(dialog).getByText(/can no longer read .*, and gets the whole payment back/)
    await user.type(within(dialog).getByRole('textbox'), 'It was lent by mistake.')
    await user.click(within(dialog).getByRole('button', { name: 'Yes, take it back' }))
    await waitFor(() =>
      expect(asked.find(({ operationName }) => operationName === 'TakeBookBack')?.variables).toEqual({
        input: { rentalId: 'r1', note: 'It was lent by mistake.' },
      }),
    )
  })
})
