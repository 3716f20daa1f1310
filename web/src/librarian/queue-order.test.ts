import { expect, test } from 'vitest'
import { decidedIn, filled, grown, waitingInOrder } from './queue-order.ts'

type Row = Parameters<typeof waitingInOrder>[0] extends ReadonlyMap<string, infer One> ? One : never

const rowsOf = (...rows: readonly [id: string, minute: number, status?: Row['status']][]) =>
  new Map(
    rows.map(([rentalId, minute, status = 'PAID']) => [
      rentalId,
      { rentalId, status, paidDate: `2026-11-21T10:${String(minute).padStart(2, '0')}:00.000Z` },
    ]),
  )

test('F4 what waits is shown oldest first, whatever order it came in; what is decided is not in the queue', () => {
  expect(waitingInOrder(rowsOf(['c', 3], ['a', 1], ['x', 0, 'APPROVED'], ['b', 2]))).toEqual(['a', 'b', 'c'])
})

test('what comes later stands at the end, even if it was paid before; nothing that is shown moves', () => {
  const order = ['b', 'c']
  expect(grown(order, rowsOf(['b', 2], ['c', 3], ['a', 1], ['d', 4]))).toEqual(['b', 'c', 'a', 'd'])
})

test('while the list is filled what comes in goes to its place, and what is decided meanwhile stays', () => {
  const rows = rowsOf(['b', 2, 'APPROVED'], ['c', 3], ['a', 1])
  expect(filled(['b', 'c'], rows)).toEqual(['a', 'b', 'c'])
  expect(filled(['a', 'b', 'c'], rows)).toEqual(['a', 'b', 'c'])
})

test('what is decided keeps its place until it is put away', () => {
  const rows = rowsOf(['a', 1, 'REFUSED'], ['b', 2])
  expect(grown(['a', 'b'], rows)).toEqual(['a', 'b'])
  expect(decidedIn(['a', 'b'], rows)).toBe(1)
  expect(waitingInOrder(rows)).toEqual(['b'])
})

test('an order that need not change is the same one, so that nothing is drawn anew', () => {
  const order = ['a']
  expect(grown(order, rowsOf(['a', 1]))).toBe(order)
})
