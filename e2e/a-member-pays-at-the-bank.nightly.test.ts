import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes, type Rental } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person
let bob: Person

// As `PAYMENT_SIMULATOR_ACTION=always npm start`: a bank stands beside the issuer.
beforeAll(async () => {
  stack = await startLibrary({ PAYMENT_SIMULATOR_ACTION: 'always' })
  librarian = new Person(stack, 'libby', 'ADMIN')
  bob = new Person(stack, 'bob', 'MEMBER')
}, 120_000)
afterAll(() => stack.stop())

const PAYMENT = /* GraphQL */ `
  query ($id: ID!) {
    rental(id: $id) {
      paymentState
      payUntil
      payment {
        id
        status
        action {
          url
          expiresAt
        }
      }
    }
  }
`
const COMPLETE = /* GraphQL */ `
  mutation ($input: CompletePaymentInput!) {
    completePayment(input: $input) {
      payment {
        status
      }
      userErrors {
        code
      }
    }
  }
`

/** A rental whose payment waits at the bank, and where. */
async function waiting(): Promise<{ rental: Rental; url: string; paymentId: string }> {
  const book = await librarian.registers({ rentalFee: 4_000 })
  const rental = await bob.requests(book.id)
  expect(rental).toMatchObject({ status: 'RENTED', paymentState: 'ACTION_REQUIRED' })
  const { data } = await bob.answer(PAYMENT, { id: rental.id })
  const { id: paymentId, action } = data?.rental.payment
  expect(Date.parse(data?.rental.payUntil)).toBeGreaterThanOrEqual(Date.parse(action.expiresAt) - 1_000)
  return { rental, url: action.url, paymentId }
}

/** What a button of the bank's page does: its answer leads back to the library. */
const press = (url: string, button: 'pay' | 'decline') =>
  fetch(`${url}/${button}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    redirect: 'manual',
  })

describe('a member pays at the bank', () => {
  test('P2a P2b R26 pays there and closes the tab: the bank’s message is enough', async () => {
    const { rental, url } = await waiting()
    const page = await fetch(url)
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await page.text()).toContain('₩4,000')
    const back = await press(url, 'pay')
    expect(back.status).toBe(303)
    expect(back.headers.get('location')).toContain(`/pay/return?rental=${rental.id}&proof=`)
    const paid = await rentalBecomes(bob, rental.id, { status: 'PAID', paymentState: 'PAID' })
    expect(paid.payment).toMatchObject({ chargedAmount: 4_000 })
    expect((await fetch(url)).status).toBe(404)
    expect((await press(url, 'decline')).status).toBe(404)
  })

  test('P2b comes back with the proof: completed at once, however many tabs, and a made-up proof does nothing', async () => {
    const { rental, url, paymentId } = await waiting()
    const made = await bob.answer(COMPLETE, { input: { paymentId, proof: 'made up' } })
    expect(made.data?.completePayment.userErrors).toEqual([{ code: 'PROOF_REFUSED' }])
    const back = await press(url, 'pay')
    const proof = new URL(back.headers.get('location') ?? '').searchParams.get('proof')
    const tabs = await Promise.all([1, 2].map(() => bob.answer(COMPLETE, { input: { paymentId, proof } })))
    for (const { data } of tabs) {
      expect(data?.completePayment).toEqual({ payment: { status: 'PAID' }, userErrors: [] })
    }
    await rentalBecomes(bob, rental.id, { status: 'PAID' })
  })

  test('P2e R5 declines there, and pays the next attempt on another page', async () => {
    const { rental, url } = await waiting()
    await press(url, 'decline')
    await rentalBecomes(bob, rental.id, { paymentState: 'DECLINED' })
    await bob.does('PayRental', { rentalId: rental.id })
    const next = await eventually('another page is there', async () => {
      const { data } = await bob.answer(PAYMENT, { id: rental.id })
      return data?.rental.payment?.action?.url
    })
    expect(next).not.toBe(url)
    await press(next, 'pay')
    await rentalBecomes(bob, rental.id, { status: 'PAID' })
  })

  test('P2d R7 R8 walks away and cancels: the page is closed, and nothing was charged', async () => {
    const { rental, url } = await waiting()
    await bob.does('CancelRental', { rentalId: rental.id })
    await rentalBecomes(bob, rental.id, { status: 'CANCELED', paymentState: 'UNPAID' })
    expect((await press(url, 'pay')).status).toBe(404)
  })

  test('bad input: the bank knows no other page, and nobody without its secret is heard', async () => {
    for (const path of ['/bank/x', '/bank/0194a000-0000-7000-8000-000000000001', '/bank/x/steal']) {
      expect((await fetch(new URL(path, stack.issuer))).status).toBe(404)
    }
    const unsigned = await fetch(new URL('/webhooks/simulated', stack.url), { method: 'POST', body: '{}' })
    expect(unsigned.status).toBe(400)
  })
})
