import { expect, test } from 'vitest'
import { fieldsOf, rowOf, type RowOf } from './rows.ts'

interface Loan {
  readonly id: string
  readonly isbn13: string | null
  readonly dueAt: Date
  readonly payUntil: Date | null
}

const at = new Date('2026-11-21T00:00:00Z')
const loan: Loan = { id: 'l', isbn13: null, dueAt: at, payUntil: null }
const row: RowOf<Loan> = { id: 'l', isbn13: null, due_at: at, pay_until: null }

test('a row has its state’s fields in snake case, and is read back as the same state', () => {
  expect(rowOf(loan)).toEqual(row)
  expect(fieldsOf<Loan>(row)).toEqual(loan)
})
