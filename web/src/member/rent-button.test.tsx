import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { RentButton } from './rent-button.tsx'

const book = { id: 'emma', rentalFee: 3_000, status: 'POSSIBLE' } as const
const rental = {
  id: 'r1',
  status: 'PAID',
  paymentState: 'PAID',
  rentalFee: 3_000,
  payUntil: '2026-11-21T03:15:00.000Z',
  retryAfter: null,
  book: { id: 'emma', title: 'Emma' },
}
const requested = (more: object = {}) => ({ requestRental: { rental: { ...rental, ...more }, userErrors: [] } })
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
      RentBook: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve))
        const answer = answers.shift()
        if (answer instanceof Error) throw answer
        return answer
      },
    },
  })
  const press = await screen.findByRole('button', { name: 'Rent for ₩3,000' })
  const sent = () => shown.asked.map(({ variables }) => variables['input'] as Record<string, unknown>)
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

  test('no librarian', async () => {
    await show(<RentButton book={book} onChanged={() => undefined} />, { roles: ['ADMIN'] })
    await says('Only members rent.')
  })

  test('nobody while all seats are taken', async () => {
    await show(<RentButton book={{ ...book, status: 'IMPOSSIBLE' }} onChanged={() => undefined} />, {
      roles: ['MEMBER'],
    })
    await says(/All seats are taken/)
    expect(screen.getByRole('button')).toHaveProperty('disabled', true)
  })
})
