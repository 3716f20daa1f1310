import { expect, test } from 'vitest'
import { Patience } from './patience.ts'

const at = (reached: number, highest: number) => ({ producer: 'rent', reached, highest })

test('a hole is overdue when it has not been closed for so long', () => {
  const patience = new Patience(2_000)
  expect(patience.overdue(at(4, 9), 9, 0)).toEqual([])
  expect(patience.overdue(at(4, 12), 12, 1_999)).toEqual([])
  // Only what was known to be missing when the wait began: 10 to 12 may be on their way.
  expect(patience.overdue(at(4, 12), 12, 2_000)).toEqual([{ from: 5, to: 9 }])
})

test('catching up is not a loss: the wait begins anew whenever the place moves', () => {
  const patience = new Patience(2_000)
  for (let pos = 0; pos < 50; pos += 1) {
    expect(patience.overdue(at(pos, pos), 5_000, pos * 1_500)).toEqual([])
  }
})

test('a tail that was announced and does not come is overdue', () => {
  const patience = new Patience(2_000)
  expect(patience.overdue(at(9, 9), 12, 0)).toEqual([])
  expect(patience.overdue(at(9, 9), 12, 2_500)).toEqual([{ from: 10, to: 12 }])
})

test('a tail that the stream may still bring is overdue as soon as the stream is drained; a hole is without', () => {
  const patience = new Patience(2_000)
  expect(patience.overdue(at(4, 9), 12, 0, false)).toEqual([])
  expect(patience.overdue(at(4, 9), 12, 2_500, false)).toEqual([{ from: 5, to: 9 }])
  expect(patience.overdue(at(4, 9), 12, 2_600, true)).toEqual([{ from: 10, to: 12 }])
})

test('a producer that does not help is asked again after another wait, not at every look', () => {
  const patience = new Patience(2_000)
  patience.overdue(at(4, 9), undefined, 0)
  expect(patience.overdue(at(4, 9), undefined, 2_000)).toHaveLength(1)
  expect(patience.overdue(at(4, 9), undefined, 2_500)).toEqual([])
  expect(patience.overdue(at(4, 9), undefined, 4_000)).toHaveLength(1)
})

test('nothing is overdue where nothing is missing, or nobody says that something is', () => {
  const patience = new Patience(0)
  for (const now of [0, 1, 2]) {
    expect(patience.overdue(at(9, 9), 9, now)).toEqual([])
    expect(patience.overdue(at(9, 9), undefined, now)).toEqual([])
    expect(patience.overdue(at(9, 9), 3, now)).toEqual([])
  }
})
