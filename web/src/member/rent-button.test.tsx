import { CombinedGraphQLErrors } from '@apollo/client'
import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { show } from '../testing/show.tsx'
import { RentButton } from './rent-button.tsx'

const book = {
  id: 'emma',
  title: 'Emma',
  rentalFee: 3_000,
  status: 'POSSIBLE',
  seatsFree: 3,
  unlimited: false,
  nextLoanEnds: null,
  holdsWaiting: 0,
  estimate: null,
} as const
const rental = {
  id: 'r1',
  status: 'PAID',
  paymentState: 'PAID',
  rentalFee: 3_000,
  pointsToUse: 0,
  payUntil: '2026-11-21T03:15:00.000Z',
  retryAfter: null,
  book: { id: 'emma', title: 'Emma' },
}
const requested = (more: object = {}) => ({ requestRental: { rental: { ...rental, ...more }, userErrors: [] } })
const noneYet = { MyRentalOfBook: () => ({ book: { __typename: 'Book', id: 'emma', myRental: null } }) }
const refused = (code: string) => ({
  requestRental: { rental: null, userErrors: [{ code, message: '', field: null }] },
})

/** A button before an API that answers each request with the next of these, and when it is let to. */
async function button(...answers: (object | Error)[]) {
  const waiting: (() => void)[] = []
  const content = <RentButton book={book} onChanged={() => undefined} />
  const shown = await show(content, {
    roles: ['MEMBER'],
    answers: {
      ...noneYet,
      RentBook: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve))
        const answer = answers.shift()
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  })
  const press = await screen.findByRole('button', { name: 'Rent for ₩3,000' })
  const requests = () => shown.asked.filter(({ operationName }) => operationName === 'RentBook')
  const sent = () => requests().map(({ variables }) => variables['input'] as Record<string, unknown>)
  const answer = async () => {
    await waitFor(() => expect(waiting).not.toHaveLength(0))
    waiting.shift()?.()
  }
  return { ...shown, press, sent, answer }
}

const says = (words: string | RegExp) => screen.findByText(words)

describe('the button', () => {
  test('pressed twice at once sends one request', async () => {
    const { press, sent, answer } = await button(requested())
    press.click()
    press.click()
    await waitFor(() => expect(press).toHaveProperty('disabled', true))
    press.click()
    await answer()
    await says('Paid. Your request is with the librarian.')
    press.click()
    expect(sent()).toEqual([
      { bookId: 'emma', expectedFee: 3_000, idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ])
  })

  test('pressed again after a lost answer sends the same request', async () => {
    const { press, sent, answer, user } = await button(new TypeError('Failed to fetch'), requested())
    await user.click(press)
    await answer()
    await says(/you will not pay twice/)
    await user.click(press)
    await answer()
    await says('Paid. Your request is with the librarian.')
    expect(sent()).toHaveLength(2)
    expect(sent()[1]).toEqual(sent()[0])
  })

  test('even when the page was loaded again in between', async () => {
    const first = await button(new TypeError('Failed to fetch'))
    await first.user.click(first.press)
    await first.answer()
    await says(/you will not pay twice/)
    first.unmount()
    const second = await button(requested())
    await second.user.click(second.press)
    await second.answer()
    await says('Paid. Your request is with the librarian.')
    expect(second.sent()).toEqual(first.sent())
  })

  test('pressed again after a refusal is another request', async () => {
    const { press, sent, answer, user } = await button(refused('PRICE_CHANGED'), requested())
    await user.click(press)
    await answer()
    await says(/The fee has changed/)
    await user.click(press)
    await answer()
    await says('Paid. Your request is with the librarian.')
    expect(sent()[1]?.['idempotencyKey']).not.toBe(sent()[0]?.['idempotencyKey'])
  })

  test('after a refusal that is certain says that nothing was requested, and does not speak of paying twice', async () => {
    const ended = new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] })
    const { press, answer, user } = await button(ended)
    await user.click(press)
    await answer()
    await says('Your session has ended. Sign in again. Nothing was requested.')
  })

  test('the seats of the title are asked for again whenever its rental moves on', async () => {
    const moved = vi.fn()
    const { live } = await show(<RentButton book={book} onChanged={moved} />, { roles: ['MEMBER'], answers: noneYet })
    await waitFor(() => expect(live.sockets).toHaveLength(1))
    const tell = (version: number, title: string) =>
      act(() =>
        live.tell({ rentalId: `r-${title}`, version, bookId: title, status: 'PAID', paymentState: 'PAID' } as never),
      )
    tell(4, 'emma')
    tell(1, 'another')
    await screen.findByText('You requested it')
    expect(moved).not.toHaveBeenCalled()
    tell(5, 'emma')
    await waitFor(() => expect(moved).toHaveBeenCalledTimes(1))
  })

  test('leads to the rentals when it is done', async () => {
    const { press, answer, user } = await button(requested())
    await user.click(press)
    await answer()
    expect(await screen.findByRole('link', { name: /My rentals/ })).toHaveProperty('pathname', '/rentals')
  })
})

describe('a payment that takes longer', () => {
  const later = requested({ status: 'RENTED', paymentState: 'PENDING', retryAfter: '2026-11-21T03:05:00.000Z' })
  const time = new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(new Date('2026-11-21T03:05:00.000Z'))

  test('is said with the time of the next try, and turns to paid by itself', async () => {
    const { press, answer, user, live } = await button(later)
    await user.click(press)
    await answer()
    await says(new RegExp(`tried again by itself at ${time}`))
    live.tell({ rentalId: 'r1', version: 2, status: 'PAID', paymentState: 'PAID' } as never)
    await says('Paid. Your request is with the librarian.')
  })
})

describe('who may press it', () => {
  test('nobody who is not signed in', async () => {
    await show(<RentButton book={book} onChanged={() => undefined} />)
    await screen.findByRole('button', { name: 'Sign in to rent' })
  })

  test('nobody without a role, who is told so, and no librarian, who does not come to rent', async () => {
    const { unmount } = await show(<RentButton book={book} onChanged={() => undefined} />, { roles: [] })
    await says('Only members rent.')
    unmount()
    await show(<RentButton book={book} onChanged={() => undefined} />, { roles: ['ADMIN'] })
    expect(screen.queryByRole('button')).toBeNull()
    expect(screen.queryByText('Only members rent.')).toBeNull()
  })

  test('nobody while all seats are taken: who wants it then waits for it', async () => {
    await show(<RentButton book={{ ...book, status: 'IMPOSSIBLE' }} onChanged={() => undefined} />, {
      roles: ['MEMBER'],
      answers: noneYet,
    })
    await says(/All seats are taken/)
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Place a hold'])
  })
})

describe('whoever has to do with the title already', () => {
  const mine = (more: object = {}) => ({
    __typename: 'Rental',
    id: 'r1',
    status: 'APPROVED',
    paymentState: 'PAID',
    rentalFee: 3_000,
    pointsToUse: 0,
    payUntil: '2026-11-21T03:15:00.000Z',
    retryAfter: null,
    refundState: null,
    cancelReason: null,
    startsAt: null,
    dueAt: '2026-12-05T03:00:00.000Z',
    expiredDate: null,
    ...more,
  })
  const open = (more: object, answers: object = {}, status: 'IMPOSSIBLE' | 'POSSIBLE' = 'IMPOSSIBLE') =>
    show(<RentButton book={{ ...book, status }} onChanged={() => undefined} />, {
      roles: ['MEMBER'],
      answers: {
        MyRentalOfBook: () => ({ book: { __typename: 'Book', id: 'emma', myRental: mine(more) } }),
        ...answers,
      },
    })
  const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent)

  test.each([
    ['has it', {}, /^You can read it until Dec 5, 2026/, ['Give back']],
    ['waits for the librarian', { status: 'PAID' }, /^A librarian will decide on your request/, ['Cancel']],
    [
      'was declined',
      { status: 'RENTED', paymentState: 'DECLINED' },
      /payment was declined. Pay again until/,
      ['Pay now', 'Cancel'],
    ],
    ['is canceling', { status: 'CANCELING', refundState: 'PENDING' }, /on their way back/, []],
  ] as const)('%s: reads so, and finds what can be done', async (_who, more, words, possible) => {
    await open(more)
    await says(words)
    expect(screen.queryByText('All seats are taken.')).toBeNull()
    if (possible.length > 0) expect(buttons()).toEqual(possible)
    else expect(screen.queryAllByRole('button')).toEqual([])
  })

  test('sees it change by itself, and can rent again when it is over', async () => {
    const { live } = await open({ status: 'PAID' }, {}, 'POSSIBLE')
    await says(/^A librarian will decide/)
    await waitFor(() => expect(live.sockets).not.toHaveLength(0))
    live.last.listener.onConnected()
    const row = { ...mine(), rentalId: 'r1', version: 3, bookId: 'emma', title: 'Emma', rental: null }
    live.tell(row)
    await says(/^You can read it until/)
    live.tell({ ...row, version: 4, status: 'RETURNED' } as typeof row)
    await screen.findByRole('button', { name: 'Rent for ₩3,000' })
  })

  test('is told that the payment was declined again', async () => {
    const { user } = await open(
      { status: 'RENTED', paymentState: 'DECLINED' },
      {
        PayMyRental: () => ({
          payRental: {
            __typename: 'PayRentalPayload',
            rental: {
              __typename: 'Rental',
              id: 'r1',
              status: 'RENTED',
              paymentState: 'DECLINED',
              pointsToUse: 0,
              payUntil: '',
              retryAfter: null,
            },
            userErrors: [],
          },
        }),
      },
    )
    await user.click(await screen.findByRole('button', { name: 'Pay now' }))
    await says(/^The payment was declined again/)
  })

  test('is told of the page, and can rent, when nobody can say', async () => {
    await show(<RentButton book={book} onChanged={() => undefined} />, {
      roles: ['MEMBER'],
      answers: {
        MyRentalOfBook: () => {
          throw new TypeError('Failed to fetch')
        },
      },
    })
    await screen.findByRole('button', { name: 'Rent for ₩3,000' })
  })
})
