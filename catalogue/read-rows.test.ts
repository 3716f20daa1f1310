import { describe, expect, test } from 'vitest'
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
  [
    'Latin-1',
    Buffer.from('title,authors\nCaf\xe9,A\n', 'latin1'),
    /not UTF-8: in line 2, byte 4 is 0xE9\. Save it as CSV in UTF-8/,
  ],
  [
    'Latin-1 in its first line',
    Buffer.from('titl\xe9,authors\nA,B\n', 'latin1'),
    /in line 1, byte 5 is 0xE9\. Save it as/,
  ],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /no text. Export the catalogue as CSV/],
  ['all quotes', Buffer.from(`title,authors\n${'"x\n'.repeat(300)}`), /Is it CSV\?/],
])('a file that is %s says what to do', (_, bytes, message) => {
  expect(() => readRows(bytes)).toThrow(UnusableFile)
  expect(() => readRows(bytes)).toThrow(message)
})

test('E1: numbers that are kept as text, as Goodreads and Excel write them', () => {
  const { rows, refused } = read(
    'title,authors,isbn,isbn13\n' +
      'A,B,="0060931914",="9780060931919"\n' +
      'C,"D, or E",="",=""\n' +
      '"=""1984""",="George Orwell","=""0451524934""","=""9780451524935"""\n' +
      'F,G,=SUM(1),="a" and ="b"\n',
  )
  expect(refused).toEqual([])
  expect(rows.map(({ line, cells }) => [line, ...Object.values(cells)])).toEqual([
    [2, 'A', 'B', '0060931914', '9780060931919'],
    [3, 'C', 'D, or E', '', ''],
    [4, '1984', 'George Orwell', '0451524934', '9780451524935'],
    [5, 'F', 'G', '=SUM(1)', '="a" and ="b"'],
  ])
})

test('E1: a whole library of them is no library of broken quotes', () => {
  const many = Array.from({ length: 300 }, (_, index) => `T${index},A,="",="978"\n`).join('')
  expect(read(`title,authors,isbn,isbn13\n${many}`)).toMatchObject({ rows: { length: 300 }, refused: [] })
})

test.each([
  ['sep=;\ntitle;authors\nA, or B;C\n'],
  ['\uFEFFsep=;\r\ntitle;authors\r\nA, or B;C\r\n'],
  ['"sep=;"\ntitle;authors\nA, or B;C\n'],
  ['SEP=|\ntitle|authors\nA, or B|="C"\n'],
  ['sep=\t\ntitle\tauthors\nA, or B\tC\n'],
  ['sep=,\ntitle,authors\n"A, or B",C\n'],
])('E2: Excel’s own first line %j is no header, and the lines keep their numbers', (text) => {
  expect(read(text).rows).toEqual([{ line: 3, cells: { title: 'A, or B', authors: 'C' } }])
})

test('E2: a title that begins like it is a title', () => {
  expect(titles('title,authors\nsep=;,A\n')).toEqual(['sep=;'])
})

describe('E8: encodings', () => {
  // "채식주의자,한강" in CP949, as Excel in Korean saves it; the second has syllables that EUC-KR has not.
  const korean = [0xc3, 0xa4, 0xbd, 0xc4, 0xc1, 0xd6, 0xc0, 0xc7, 0xc0, 0xda, 0x2c, 0xc7, 0xd1, 0xb0, 0xad, 0x0d, 0x0a]
  const header = Buffer.from('title,authors\r\n')

  test('CP949, as Excel in Korean writes CSV', () => {
    const { rows } = readRows(Buffer.concat([header, Buffer.from(korean)]))
    expect(rows).toEqual([{ line: 2, cells: { title: '채식주의자', authors: '한강' } }])
  })

  test.each(['utf16le', 'big endian'] as const)('UTF-16 in %s, which Excel calls Unicode text', (order) => {
    const bytes = Buffer.from('\uFEFFtitle\tauthors\r\n흰\t한강\r\n', 'utf16le')
    const { rows } = readRows(order === 'utf16le' ? bytes : bytes.swap16())
    expect(rows).toEqual([{ line: 2, cells: { title: '흰', authors: '한강' } }])
  })

  test('one odd byte costs its own row, and names the line and the byte', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `T${index} — 흰,A\n`)
    const bytes = Buffer.concat([
      Buffer.from(`title,authors\n${text.slice(0, 4).join('')}Caf`),
      Buffer.from([0xe9]),
      Buffer.from(` 책,B\n${text.slice(4).join('')}`),
    ])
    const { rows, refused } = readRows(bytes)
    expect(rows).toHaveLength(10_000)
    expect(refused).toEqual([{ line: 6, title: '', reason: { code: 'NOT_UTF8', byte: '0xE9', column: 4 } }])
    expect(rows.at(-1)?.line).toBe(10_002)
  })

  test('one Korean row of another encoding among rows in UTF-8 is that row’s mistake, also inside quotes', () => {
    const bytes = Buffer.concat([
      Buffer.from('title,authors\n흰,한강\n"two\nlines ', 'utf8'),
      Buffer.from(korean.slice(0, 10)),
      Buffer.from('",B\nC,D\n'),
    ])
    const { rows, refused } = readRows(bytes)
    expect(rows.map(({ line }) => line)).toEqual([2, 5])
    expect(refused.map(({ line, reason }) => [line, reason.code])).toEqual([[3, 'NOT_UTF8']])
  })

  test.each([
    ['a character cut off at the end of a line', [0x41, 0xed, 0x95, 0x2c, 0x42], 2],
    ['a lone continuation', [0x41, 0x42, 0x80, 0x2c, 0x42], 3],
    ['an overlong form', [0xc0, 0xaf, 0x2c, 0x42], 1],
    ['a surrogate', [0x41, 0xed, 0xa0, 0x80, 0x2c, 0x42], 2],
  ])('%s', (_, line, column) => {
    const bytes = Buffer.concat([header, Buffer.from(line), Buffer.from('\r\nC,D\r\n')])
    expect(readRows(bytes).refused).toMatchObject([{ line: 2, reason: { code: 'NOT_UTF8', column } }])
  })
})
