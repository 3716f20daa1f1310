import { expect, test } from 'vitest'
import type { CatalogueTitle } from '@ebook/catalogue/read-catalogue'
import { reportOf } from './report.ts'

const title = (line: number): CatalogueTitle => ({
  line,
  title: `Title ${line}`,
  authors: ['A'],
  isbn13: undefined,
  language: undefined,
  rentalFee: 1,
  seats: 1,
})
const because = { code: 'REFUSED', by: 'INVALID_INPUT', message: 'Because.' } as const
const refused = (line: number) => ({ line, title: `Title ${line}`, reason: because })

test('every row is accounted for, refused ones in the order of the file, whoever refused them', () => {
  const report = reportOf(
    {
      titles: [title(2), title(3), title(5)],
      refused: [refused(6), { line: 4, title: '', reason: { code: 'OPEN_QUOTE' } }],
    },
    { registered: [title(5), title(2)], refused: [refused(3)], failure: undefined },
    1.25,
  )
  expect(report).toEqual({
    lines: [
      'line 2: registered: Title 2',
      'line 5: registered: Title 5',
      'line 3: refused: because (Title 3)',
      'line 4: refused: a quote is opened and never closed',
      'line 6: refused: because (Title 6)',
      '2 registered, 3 refused in 1.3 s',
    ],
    failure: undefined,
  })
})

test('ten thousand titles are counted, not listed', () => {
  const titles = Array.from({ length: 10_000 }, (_, index) => title(index + 2))
  const { lines } = reportOf({ titles, refused: [] }, { registered: titles, refused: [], failure: undefined }, 30)
  expect(lines).toEqual(['10000 registered, 0 refused in 30.0 s'])
})

test('when the API failed it says how many are left and what to do', () => {
  const { lines, failure } = reportOf(
    { titles: [title(2), title(3), title(4)], refused: [] },
    { registered: [title(2)], refused: [], failure: 'the API does not answer: ECONNREFUSED' },
    9,
  )
  expect(lines.at(-1)).toBe('1 registered, 0 refused, 2 left in 9.0 s')
  expect(failure).toMatch(/ECONNREFUSED\n.*run the same command again/)
})
