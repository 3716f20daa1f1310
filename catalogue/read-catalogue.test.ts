import { describe, expect, test } from 'vitest'
import { readCatalogue, type RefusedRow, type Row } from './read-catalogue.ts'
import { sentenceOf } from './reason.ts'

const defaults = { fee: 3000, seats: 1 }
const row = (line: number, cells: Record<string, string>): Row => ({ line, cells })
const told = (refused: readonly RefusedRow[]) => refused.map((row) => ({ ...row, reason: sentenceOf(row.reason) }))

describe('the form of goodbooks-10k', () => {
  test('an ISBN-10 gets its zeros back and becomes an ISBN-13; the float is passed over', () => {
    const { titles, refused } = readCatalogue(
      [
        row(2, {
          title: 'The Hunger Games',
          authors: 'Suzanne Collins',
          isbn: '439023483',
          isbn13: '9.78043902348e+12',
          languagecode: 'eng',
        }),
      ],
      defaults,
    )
    expect(refused).toEqual([])
    expect(titles).toEqual([
      {
        line: 2,
        title: 'The Hunger Games',
        authors: ['Suzanne Collins'],
        isbn13: '9780439023481',
        language: 'en',
        rentalFee: 3000,
        seats: 1,
      },
    ])
  })

  test('several authors in one cell, an empty language, a language nobody can name', () => {
    const { titles } = readCatalogue(
      [
        row(2, { title: 'A', authors: 'J.K. Rowling, Mary GrandPré', languagecode: '' }),
        row(3, { title: 'B', authors: 'X', languagecode: '??' }),
      ],
      defaults,
    )
    expect(titles.map(({ authors, language }) => ({ authors, language }))).toEqual([
      { authors: ['J.K. Rowling', 'Mary GrandPré'], language: undefined },
      { authors: ['X'], language: undefined },
    ])
  })
})

test.each([
  [{ authors: 'A' }, 'it has no title'],
  [{ title: 'T', authors: ' , ' }, 'it has no author'],
  [{ title: 'T', authors: 'A', isbn: '439023484' }, 'the check digit of ISBN 439023484 is wrong'],
  [{ title: 'T', authors: 'A', isbn13: '9780439023482' }, 'the check digit of ISBN 9780439023482 is wrong'],
  [{ title: 'T', authors: 'A', rentalfee: '-5' }, 'the fee "-5" is no whole number of won, 0 or more'],
  [{ title: 'T', authors: 'A', seats: '0' }, '"0" is no number of seats, 1 or more'],
])('%j is refused: %s', (cells, reason) => {
  const { titles, refused } = readCatalogue([row(7, cells as Record<string, string>)], defaults)
  expect(titles).toEqual([])
  expect(told(refused)).toMatchObject([{ line: 7, reason }])
})

test('the same ISBN twice in one file: the first counts, the second says where the first is', () => {
  const twice = ['439023483', '0439023483'].map((isbn, index) =>
    row(index + 2, { title: `T${index}`, authors: 'A', isbn }),
  )
  const { titles, refused } = readCatalogue(twice, defaults)
  expect(titles.map(({ line }) => line)).toEqual([2])
  expect(told(refused)).toEqual([{ line: 3, title: 'T1', reason: 'ISBN 9780439023481 is on line 2 already' }])
})

test('the same title twice without an ISBN: the first counts; another edition has another ISBN', () => {
  const { titles, refused } = readCatalogue(
    [
      row(2, { title: 'Walden', authors: 'Thoreau' }),
      row(3, { title: ' Walden ', authors: 'Thoreau' }),
      row(4, { title: 'Walden', authors: 'Thoreau', isbn: '439023483' }),
      row(5, { title: 'Walden', authors: 'Skinner' }),
    ],
    defaults,
  )
  expect(titles.map(({ line }) => line)).toEqual([2, 4, 5])
  expect(told(refused)).toEqual([
    { line: 3, title: 'Walden', reason: 'the same title by the same authors is on line 2 already' },
  ])
})

test.each([
  ['J.K. Rowling, Mary GrandPré', ['J.K. Rowling', 'Mary GrandPré']],
  ['Martin Luther King, Jr., Coretta King', ['Martin Luther King, Jr.', 'Coretta King']],
  ['King, Stephen; Straub, Peter', ['King, Stephen', 'Straub, Peter']],
  [' 한강 ,, 한강', ['한강']],
])('the authors in "%s"', (authors, expected) => {
  expect(readCatalogue([row(2, { title: 'T', authors })], defaults).titles[0]?.authors).toEqual(expected)
})

test.each([
  [{ isbn: '439023483.0' }, '9780439023481'],
  [{ isbn: '9780439023481' }, '9780439023481'],
  [{ isbn: '0-8044-2957-x' }, '9780804429573'],
  [{ isbn13: '978-0-439-02348-1' }, '9780439023481'],
  [{ isbn13: '9.78043902348e+12' }, undefined],
  [{ isbn13: '' }, undefined],
])('the ISBN in %j', (cells, expected) => {
  const { titles } = readCatalogue([row(2, { title: 'T', authors: 'A', ...(cells as object) })], defaults)
  expect(titles.map(({ isbn13 }) => isbn13)).toEqual([expected])
})

test('a number that is too short to be an ISBN is not padded into one', () => {
  const { titles, refused } = readCatalogue([row(2, { title: 'T', authors: 'A', isbn: '2' })], defaults)
  expect(titles).toEqual([])
  expect(told(refused)).toMatchObject([{ reason: '2 is no ISBN' }])
})

test('a fee and seats of its own, as a spreadsheet writes them', () => {
  const { titles } = readCatalogue(
    [row(2, { title: 'T', authors: 'A', rentalfee: '4500.0', seats: '2' }), row(3, { title: 'U', authors: 'A' })],
    defaults,
  )
  expect(titles.map(({ rentalFee, seats }) => [rentalFee, seats])).toEqual([
    [4500, 2],
    [3000, 1],
  ])
})

test.each([
  ['E1: a wrong ISBN-10 beside a right ISBN-13', { isbn: '439023484', isbn13: '9780439023481' }, '9780439023481'],
  ['a right ISBN-10 beside a wrong ISBN-13', { isbn: '439023483', isbn13: '9780439023482' }, '9780439023481'],
  ['E1: Excel’s mark of a text', { isbn: "'9780439023481" }, '9780439023481'],
  ['dashes for none', { isbn: '—', isbn13: '-' }, undefined],
  ['E7: a hyphen that does not break', { isbn13: '978\u20110\u2011439\u201102348\u20111' }, '9780439023481'],
  ['E7: dashes', { isbn13: '978–0–439–02348–1' }, '9780439023481'],
  ['E7: minus signs', { isbn13: '978−0−439−02348−1' }, '9780439023481'],
  ['E7: full-width digits', { isbn13: '９７８０４３９０２３４８１' }, '9780439023481'],
  ['E7: the addition of Korean books', { isbn13: '9780439023481 03810' }, '9780439023481'],
  ['E7: how it is bound', { isbn: '0439023483 (pbk.)' }, '9780439023481'],
  ['E7: its name', { isbn: 'ISBN: 978-0-439-02348-1' }, '9780439023481'],
])('%s', (_, cells, expected) => {
  const { titles, refused } = readCatalogue([row(2, { title: 'T', authors: 'A', ...(cells as object) })], defaults)
  expect(refused).toEqual([])
  expect(titles.map(({ isbn13 }) => isbn13)).toEqual([expected])
})

test('E7: a sign that no ISBN has is named', () => {
  const { refused } = readCatalogue([row(2, { title: 'T', authors: 'A', isbn13: '97804390Z3481' })], defaults)
  expect(told(refused)).toMatchObject([{ reason: '97804390Z3481 is no ISBN: it has “Z” where a digit should be' }])
})

test('E4: a title composed and decomposed is one title, kept composed', () => {
  const composed = '채식주의자'.normalize('NFC')
  const { titles, refused } = readCatalogue(
    [
      row(2, { title: composed.normalize('NFD'), authors: '한강'.normalize('NFD') }),
      row(3, { title: composed, authors: '한강'.normalize('NFC') }),
    ],
    defaults,
  )
  expect(titles.map(({ title, authors }) => [title, ...authors])).toEqual([[composed, '한강']])
  expect(told(refused)).toMatchObject([{ line: 3, reason: expect.stringContaining('is on line 2 already') }])
})

test.each(['\u3164', '\u200B', '\u2060', '\u2800', '\u00AD', ' \u3000\u00A0 '])(
  'E6: a title of nothing that can be seen is none: %j',
  (title) => {
    const { refused } = readCatalogue([row(2, { title, authors: 'A' })], defaults)
    expect(told(refused)).toMatchObject([{ reason: 'it has no title' }])
  },
)
