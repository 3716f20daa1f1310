import { expect, test } from 'vitest'
import { readRows, UnusableFile } from './read-rows.ts'
import { sentenceOf } from './reason.ts'

const read = (text: string) => readRows(Buffer.from(text))
const titles = (text: string) => read(text).rows.map(({ cells }) => cells['title'])

test('quotes, commas and line breaks in titles; each row knows where it begins', () => {
  const { rows, refused } = read(
    'title,authors\n"Moby-Dick, or, the ""Whale""",Herman Melville\n"Two\nlines",B\n\n  \nLast , C\n',
  )
  expect(refused).toEqual([])
  expect(rows).toEqual([
    { line: 2, cells: { title: 'Moby-Dick, or, the "Whale"', authors: 'Herman Melville' } },
    { line: 3, cells: { title: 'Two\nlines', authors: 'B' } },
    { line: 7, cells: { title: 'Last', authors: 'C' } },
  ])
})

test('a byte order mark, Windows line ends, names of columns as people write them', () => {
  const { rows } = read('\uFEFFTitle,AUTHORS,Rental Fee,language_code\r\nA,B,1,ko\r\n')
  expect(rows).toEqual([{ line: 2, cells: { title: 'A', authors: 'B', rentalfee: '1', languagecode: 'ko' } }])
})

test.each([
  ['semicolons', 'title;authors\nA, or B;C\n'],
  ['tabs', 'title\tauthors\nA, or B\tC\n'],
])('separated by %s', (_, text) => {
  expect(titles(text)).toEqual(['A, or B'])
})

test('a quote that is not closed costs its own row alone', () => {
  const { rows, refused } = read('title,authors\nA,1\n"B,2\nC,3\n"D",4\n"E,5\n')
  expect(rows.map(({ line, cells }) => [line, cells['title']])).toEqual([
    [2, 'A'],
    [4, 'C'],
    [5, 'D'],
  ])
  expect(refused.map(({ line, reason }) => [line, sentenceOf(reason)])).toEqual([
    [3, 'its quotes do not match'],
    [6, 'a quote is opened and never closed'],
  ])
})

test('quotes where they should not be are taken as they are, if the row has its columns then', () => {
  expect(titles('title,authors\nHe said "no",A\n"The "Whale" again",B\n')).toEqual([
    'He said "no"',
    '"The "Whale" again"',
  ])
})

test('a row with too few or too many cells is refused; empty ones at its end are not', () => {
  const { rows, refused } = read('title,authors\nA\nB,C,\nMoby-Dick, or, the Whale,Melville\n')
  expect(rows.map(({ line }) => line)).toEqual([3])
  expect(refused.map((row) => ({ ...row, reason: sentenceOf(row.reason) }))).toEqual([
    { line: 2, title: '', reason: 'it has 1 of 2 columns' },
    { line: 4, title: '', reason: 'it has 4 columns instead of 2: a cell that holds a separator needs quotes' },
  ])
})

test('a header alone is a catalogue without titles', () => {
  expect(read('title,authors\n')).toEqual({ rows: [], refused: [] })
})

test.each([
  ['empty', Buffer.from(''), /no column "title".*it is empty/],
  ['no table', Buffer.from('{"books": []}'), /no column "title".*Is it CSV\?/],
  ['without titles', Buffer.from('a,b\n1,2\n'), /no column "title".*it has: a, b.*Name the columns/],
  ['without authors', Buffer.from('title,b\n1,2\n'), /no column "authors"/],
  ['Latin-1', Buffer.from('title,authors\nCaf\xe9,A\n', 'latin1'), /not UTF-8. Save it as CSV in UTF-8/],
  ['UTF-16', Buffer.from('\uFEFFtitle,authors\n', 'utf16le'), /not UTF-8/],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /no text. Export the catalogue as CSV/],
  ['all quotes', Buffer.from(`title,authors\n${'"x\n'.repeat(300)}`), /Is it CSV\?/],
])('a file that is %s says what to do', (_, bytes, message) => {
  expect(() => readRows(bytes)).toThrow(UnusableFile)
  expect(() => readRows(bytes)).toThrow(message)
})
