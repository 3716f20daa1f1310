import { expect, test } from 'vitest'
import { table } from './table.ts'

test('a table has columns as wide as they need, numbers to the right, and a dash for what is not known', () => {
  expect(
    table(
      'who was answered',
      ['load', 'requests', 'p50 ms'],
      [
        ['slow', 12_345, 2.345],
        ['paused for long', 7, undefined],
      ],
    ),
  ).toBe(
    [
      'who was answered',
      'load             requests  p50 ms',
      '---------------  --------  ------',
      'slow               12,345    2.35',
      'paused for long         7       –',
    ].join('\n'),
  )
})

test('a column with a word in it is to the left, and nothing trails', () => {
  expect(
    table('t', ['a', 'b'], [[1, 'x'], ['one', 'y'], ['two']])
      .split('\n')
      .slice(3),
  ).toEqual(['1    x', 'one  y', 'two  –'])
})
