import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { rentalRow as row } from '../testing/rental-row.ts'
import { show } from '../testing/show.tsx'
import { RentalsPage } from './rentals-page.tsx'

const onLoan = {
  status: 'APPROVED',
  approvedDate: '2026-11-10T00:00:00.000Z',
  dueAt: '2026-11-24T00:00:00.000Z',
} as const

const decision = { rental: { __typename: 'Rental', id: 'x', request: null } }

async function open(answers: Parameters<typeof show>[1] & object = {}) {
  const shown = await show(<RentalsPage />, {
    roles: ['MEMBER'],
    answers: {
      RentalDecision: () => decision,
      LoanOfRental: () => ({ rental: null }),
      MyHolds: () => ({ myHolds: { __typename: 'HoldConnection', edges: [] } }),
      ...answers.answers,
    },
  })
  await waitFor(() => expect(shown.live.sockets).toHaveLength(1))
  shown.live.last.listener.onConnected()
  return shown
}

const card = (rentalId: string) => screen.findByRole('article', { name: `Title of ${rentalId}` })
const titles = () => screen.getAllByRole('article').map((one) => one.getAttribute('data-rental'))

describe('my rentals', () => {
  test('are for members', async () => {
    await show(<RentalsPage />)
    await screen.findByText('Sign in to see this page.')
  })

  test('that there are none is said when they would have come', async () => {
    await open()
    await screen.findByText('You have not rented anything yet.')
  })

  test('change by themselves, and an older state never comes back', async () => {
    const { live } = await open()
    live.tell(row('a', 2), row('bb', 1))
    expect(within(await card('a')).getByText('Waiting for the librarian')).toBeDefined()
    live.tell(row('a', 3, onLoan))
    await screen.findByText('On loan')
    live.tell(row('a', 2), row('bb', 2, { status: 'CANCELED', paymentState: 'REFUNDED' }))
    await screen.findByText('Canceled')
    expect(within(await card('bb')).getByText('Canceled')).toBeDefined()
    expect(within(await card('a')).getByText('On loan')).toBeDefined()
  })

  test('points that were earned are taken back with the money; whoever paid in points had earned none', async () => {
    const { live } = await open()
    const over = { status: 'CANCELED', paymentState: 'REFUNDED', points: 0 } as const
    const rental = {
      payUntil: '',
      retryAfter: null,
      refundState: 'DONE',
      cancelReason: 'MEMBER',
      startsAt: null,
    } as const
    const paidIn = (pointsToUse: number) =>
      ({ ...over, rental: { ...rental, id: 'r', expiredDate: null, pointsToUse } }) as const
    live.tell(row('a', 2, paidIn(1_000)), row('bb', 1, paidIn(3_000)))
    await within(await card('a')).findByText('The points earned with it were taken back')
    within(await card('bb')).getByText('You canceled it. You have your 3,000 points back.')
    expect(within(await card('bb')).queryByText(/taken back/)).toBeNull()
  })

  test('changes are said once to those who do not see them, and what was there is not', async () => {
    const { live } = await open()
    live.tell(row('a', 2))
    await card('a')
    live.tell(row('a', 3, onLoan))
    await waitFor(() => {
      expect(screen.getAllByRole('status').map((one) => one.textContent)).toContain('Title of a: On loan')
    })
  })

  test('keep their places while a new one comes and another ends, until the reader says so', async () => {
    const { live, user, container } = await open()
    live.tell(row('a', 1, onLoan), row('bb', 1))
    await card('bb')
    expect(titles()).toEqual(['a', 'bb'])
    // What comes while the page fills up finds its place by itself.
    await waitFor(() => expect(container.querySelector('[aria-busy=true]')).toBeNull())
    live.tell(row('ccc', 1), row('bb', 2, { status: 'CANCELED', paymentState: 'REFUNDED' }))
    const news = await screen.findByRole('button', { name: '1 new rental: show it' })
    await within(await card('bb')).findByText('Canceled')
    expect(titles()).toEqual(['a', 'bb'])
    await user.click(news)
    expect(titles()).toEqual(['a', 'ccc', 'bb'])
  })

  test('a loan is renewed with one press, and only where that is possible; a fresh one can be canceled', async () => {
    const loanOf = ({ id }: { id?: string }) => ({
      rental: {
        __typename: 'Rental',
        id,
        dueAt: onLoan.dueAt,
        maxRenewals: 1,
        autoRenewal: false,
        cancelableUntil: id === 'bb' ? '2099-11-11T00:00:00.000Z' : null,
        renewal: {
          __typename: 'RenewalOffer',
          possible: id === 'a',
          until: id === 'a' ? '2026-12-08T00:00:00.000Z' : null,
          why: id === 'a' ? null : { __typename: 'UserError', code: 'HOLDS_WAITING', message: '' },
        },
      },
    })
    const asked: unknown[] = []
    const { live, user } = await open({
      answers: {
        LoanOfRental: loanOf,
        RenewMyRental: (variables: unknown) => {
          asked.push(variables)
          const rental = { ...loanOf({ id: 'a' }).rental, status: 'APPROVED', paymentState: 'PAID', renewalCount: 1 }
          const payload = { __typename: 'RenewRentalPayload', rental, outcome: 'RENEWED', userErrors: [] }
          return { renewRental: payload }
        },
      },
    })
    live.tell(row('a', 1, onLoan), row('bb', 1, onLoan))
    await within(await card('bb')).findByText(/Others are waiting|wait/)
    expect(within(await card('bb')).getByRole('button', { name: 'Cancel: Title of bb' })).toBeDefined()
    expect(within(await card('bb')).queryByRole('button', { name: 'Renew: Title of bb' })).toBeNull()
    await user.click(await within(await card('a')).findByRole('button', { name: 'Renew: Title of a' }))
    await waitFor(() => expect(asked).toEqual([{ input: { rentalId: 'a', expectedDueAt: onLoan.dueAt } }]))
    // It shows in the loan's end.
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('a book is given back after a question, once', async () => {
    let returned = 0
    const { live, user } = await open({
      answers: {
        ReturnMyRental: () => {
          returned += 1
          return {
            returnRental: {
              __typename: 'ReturnRentalPayload',
              rental: { __typename: 'Rental', id: 'a', status: 'RETURNED', returnedDate: '2026-11-11T00:00:00.000Z' },
              outcome: 'RETURNED',
              userErrors: [],
            },
          }
        },
      },
    })
    live.tell(row('a', 1, onLoan))
    await user.click(within(await card('a')).getByRole('button', { name: 'Give back: Title of a' }))
    const dialog = await screen.findByRole('dialog', { name: 'Give this book back?' })
    expect(returned).toBe(0)
    await user.click(within(dialog).getByRole('button', { name: 'Yes, give it back' }))
    await screen.findByText('You have given it back.')
    expect(returned).toBe(1)
  })

  test('a question whose rental has changed in the meantime says so, and does nothing', async () => {
    const { live, user } = await open()
    live.tell(row('a', 1))
    await user.click(within(await card('a')).getByRole('button', { name: 'Cancel: Title of a' }))
    const dialog = await screen.findByRole('dialog', { name: 'Cancel this rental?' })
    live.tell(row('a', 2, onLoan))
    await within(dialog).findByText('This rental has changed in the meantime: On loan')
    expect(within(dialog).getByRole('button', { name: 'Yes, cancel it' })).toHaveProperty('disabled', true)
  })

  test('what the API refuses is said in words', async () => {
    const { live, user } = await open({
      answers: {
        PayMyRental: () => ({
          payRental: {
            __typename: 'PayRentalPayload',
            rental: null,
            userErrors: [{ __typename: 'UserError', code: 'NOT_PAYABLE', message: '', field: null }],
          },
        }),
      },
    })
    live.tell(row('a', 1, { status: 'RENTED', paymentState: 'DECLINED', paidDate: null }))
    await user.click(within(await card('a')).getByRole('button', { name: 'Pay now: Title of a' }))
    await screen.findByText('This rental is not waiting for a payment.')
  })
})

test('what had not come when the session ended is not waited for: one is asked to sign in', async () => {
  const { endSession } = await show(<RentalsPage />, { roles: ['MEMBER'] })
  await screen.findByRole('status', { name: 'Your rentals are on their way…' })
  await act(endSession)
  await screen.findByText('Sign in to see this page.')
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDefined()
})
