import { describe, expect, test } from 'vitest'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue, type Row } from './read-catalogue.ts'
import { readRows, UnusableFile } from './read-rows.ts'

const defaults = { fee: 3000, seats: 1 }
const row = (line: number, cells: Record<string, string>): Row => ({ line, cells })

describe('the form of goodbooks-10k', () => {
  test('an ISBN-10 gets its zeros back and becomes an ISBN-13; the float is passed over', () => {
    const { titles, refused } = readCatalogue(
      [
        row(2, {
          title: 'The Hunger Games',
          authors: 'Suzanne Collins',
          isbn: '439023483',
          isbn13: '9.78043902348e+12',
          language_code: 'eng',
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
        row(2, { title: 'A', authors: 'J.K. Rowling, Mary GrandPré', language_code: '' }),
        row(3, { title: 'B', authors: 'X', language_code: '??' }),
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
  expect(refused).toMatchObject([{ line: 7, reason }])
})

test('the same ISBN twice in one file: the first counts, the second says where the first is', () => {
  const twice = ['439023483', '0439023483'].map((isbn, index) =>
    row(index + 2, { title: `T${index}`, authors: 'A', isbn }),
  )
  const { titles, refused } = readCatalogue(twice, defaults)
  expect(titles.map(({ line }) => line)).toEqual([2])
  expect(refused).toEqual([{ line: 3, title: 'T1', reason: 'ISBN 9780439023481 is on line 2 already' }])
})

describe('files', () => {
  const file = (content: string | Uint8Array): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'catalogue-')), 'file.csv')
    writeFileSync(path, content)
    return path
  }

  test('quotes, commas and line breaks in titles', () => {
    const rows = readRows(file('title,authors\n"Moby-Dick, or, the ""Whale""",Herman Melville\n"Two\nlines",B\n'))
    expect(rows.map(({ cells }) => cells['title'])).toEqual(['Moby-Dick, or, the "Whale"', 'Two\nlines'])
  })

  test.each([
    ['is missing', () => '/nowhere/at/all.csv', /cannot be read \(ENOENT\)/],
    ['is empty', () => file(''), /has no rows/],
    ['has no title column', () => file('a,b\n1,2\n'), /no column "title".*Name the columns/],
    ['is not UTF-8', () => file(Uint8Array.from([0x74, 0xff, 0xfe])), /is not UTF-8/],
    ['is broken', () => file('title\n"unclosed\n'), /is not CSV/],
  ])('one that %s says what to do', (_, path, message) => {
    expect(() => readRows(path())).toThrow(UnusableFile)
    expect(() => readRows(path())).toThrow(message)
  })
})
