import { expect, test } from 'vitest'
import { viewOf } from './rental-view.ts'
import { stateAfter } from './testing/given-rental.ts'
import { dueAt, noon, onLoan, paid, paymentId, pending, RefusalNoted } from './testing/rentals.ts'

test('the payment is null until one is known to exist', () => {
  expect(viewOf(stateAfter(pending), noon).payment).toBeNull()
  expect(viewOf(stateAfter(paid), noon).payment).toEqual({ id: paymentId, status: 'PAID', chargedAmount: 3_000 })
})

test('R11 a refusal that is heard before its payment shows the fee as charged', () => {
  const { payment } = viewOf(stateAfter([...pending, RefusalNoted]), noon)
  expect(payment).toEqual({ id: paymentId, status: 'REFUNDING', chargedAmount: 3_000 })
})

test('G6 a loan is readable by the clock of the database', () => {
  expect(viewOf(stateAfter(onLoan), noon).readable).toBe(true)
  expect(viewOf(stateAfter(onLoan), dueAt).readable).toBe(false)
})
