import { expect, test } from 'vitest'
import type { Figure, Result } from './results.ts'
import { trendOf } from './trend.ts'

const result = (day: number, figures: Figure[], more: Partial<Result> = {}): Result => ({
  commit: `${day}${'0'.repeat(39)}`,
  clean: true,
  at: `2026-11-0${day}T00:00:00.000Z`,
  machine: { cores: 2, cpu: 'a CPU', node: '24.0.0', loadBefore: 0 },
  benchmark: 'saga',
  options: { seconds: 30 },
  figures,
  detail: {},
  ...more,
})
const rentals = (value: number | null, bare: number | null): Figure => ({
  name: 'rentals',
  unit: '/s',
  value,
  comparison: { name: 'bare commits', value: bare },
})
const rowsOf = (markdown: string) => markdown.split('\n').slice(2)

test('without results it says how they come to be', () => {
  expect(trendOf([], 'terminal')).toContain('There are no results yet')
})

test('one result is a trend already, of which nothing is said to have changed', () => {
  expect(rowsOf(trendOf([result(1, [rentals(100, 1_000)])], 'markdown'))).toEqual([
    '| saga --seconds 30 | rentals ÷ bare commits | × | 1 | ▄ | 0.1 | – | 10000000 |',
  ])
})

test('a figure is divided by what was measured beside it: a machine that is twice as fast changes nothing', () => {
  const results = [result(1, [rentals(100, 1_000)]), result(2, [rentals(200, 2_000)]), result(3, [rentals(150, 1_000)])]
  expect(rowsOf(trendOf(results, 'markdown'))).toEqual([
    '| saga --seconds 30 | rentals ÷ bare commits | × | 3 | ▁▁█ | 0.15 | +50.0 % | 30000000 |',
  ])
})

test('what nothing was measured beside is shown as it is, and a change downwards as one', () => {
  const p99 = (value: number): Figure => ({ name: 'p99', unit: 'ms', value })
  const [row] = rowsOf(trendOf([result(1, [p99(40)]), result(2, [p99(20)], { clean: false })], 'markdown'))
  expect(row).toBe('| saga --seconds 30 | p99 | ms | 2 | █▁ | 20 | -50.0 % | 20000000, changed |')
})

test('other options are another trend, and a figure that was not there leaves no mark', () => {
  const short = { options: { seconds: 1 }, commit: null }
  const results = [
    result(1, [rentals(100, 1_000)]),
    result(2, [rentals(null, 1_000)]),
    result(3, [rentals(1, null)], short),
  ]
  expect(rowsOf(trendOf(results, 'markdown'))).toEqual([
    '| saga --seconds 30 | rentals ÷ bare commits | × | 1 | ▄ | 0.1 | – | 20000000 |',
    '| saga --seconds 1 | rentals ÷ bare commits | × | 0 |  | – | – | no commit |',
  ])
})

test('the terminal gets columns', () => {
  const told = trendOf([result(1, [rentals(100, 1_000)])], 'terminal').split('\n')
  expect(told[1]).toMatch(/^measurement +figure +unit +results +trend +last +to the median before +last at$/)
  expect(told[3]).toMatch(/^saga --seconds 30 +rentals ÷ bare commits +× +1 +▄ +0\.1 +– +10000000$/)
})
