import { expect, test } from 'vitest'
import { isKey, readText } from './text.ts'

const line = (given: string) => readText(given, { most: 500 })

test.each([
  ['U+3164', '\u3164'],
  ['U+200B', '\u200B'],
  ['U+2060', '\u2060'],
  ['U+2800', '\u2800'],
  ['U+00AD', '\u00AD'],
  ['U+115F', '\u115F\u1160'],
  ['U+FFA0', '\uFFA0'],
  ['U+200D', '\u200D'],
  ['U+200E', '\u200E\u200F'],
  ['U+FE0F', '\uFE0F'],
  ['U+034F', '\u034F'],
  ['U+180E', '\u180E'],
  ['U+061C', '\u061C'],
  ['U+FEFF', '\uFEFF'],
  ['U+2063', '\u2063'],
  ['U+E0001', '\u{E0001}\u{E0020}'],
  ['U+3000', '\u3000'],
  ['U+00A0', '\u00A0\u2003'],
  ['all of them', '\u3164\u200B \u2060\u2800\u00AD'],
])('E6: a text of nothing but %s is none', (_, given) => {
  expect(line(given)).toEqual({ wrong: 'has 1 to 500 characters' })
})

test('E6: a text of nothing but accents and joiners is none', () => {
  expect(line('\u0301')).toEqual({ wrong: 'has at least one character that can be seen' })
  expect(line('\u0301\u200D\u0301')).toEqual({ wrong: 'has at least one character that can be seen' })
})

test.each([
  ['\u3164\u200B 채식주의자\u2800\u00AD\n', '채식주의자'],
  ['du\u00ADne', 'dune'],
  ['a\u2060b\uFEFF', 'ab'],
  ['\u200F\u05E9\u05DC\u05D5\u05DD\u200E', '\u05E9\u05DC\u05D5\u05DD'],
  ['소년이\u3164온다', '소년이 온다'],
])('E6: the edges of %j are trimmed, and what means nothing is left out', (given, text) => {
  expect(line(given)).toEqual({ text })
})

test.each(['👩‍👩‍👧 families', 'می‌خواهم', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', '葛󠄀', '$@!', '…', '\uE000'])(
  '%j keeps what joins its letters',
  (given) => {
    expect(line(given)).toEqual({ text: given.normalize('NFC') })
  },
)

test('E4: composed and decomposed are one text, composed', () => {
  expect(line('채식주의자'.normalize('NFD'))).toEqual({ text: '채식주의자' })
  expect(line('Grandpre\u0301')).toEqual({ text: 'Grandpré' })
})

test.each([
  ['a\u202Eb', 'has no U+202E, which turns the direction of writing'],
  ['a\u2066b', 'has no U+2066, which turns the direction of writing'],
  ['\u202Aabc\u202C', 'has no U+202A, which turns the direction of writing'],
  ['a\u0000b', 'has no control character U+0000'],
  ['a\u0085b', 'has no control character U+0085'],
  ['a\tb', 'has no control character U+0009'],
  ['a\u2028b', 'has no control character U+2028'],
  ['a\uD800b', 'has no control character U+D800'],
  ['a\uFFFEb', 'has no control character U+FFFE'],
  ['', 'has 1 to 500 characters'],
  ['글'.repeat(501), 'has 1 to 500 characters'],
  ['x'.repeat(10_000_000), 'has 1 to 500 characters'],
])('%j is refused, and what is wrong is named', (given, wrong) => {
  expect(line(given)).toEqual({ wrong })
})

test('people’s characters are counted: 500 of two units each are 500', () => {
  expect(line('📖'.repeat(500))).toHaveProperty('text')
  expect(line('글'.normalize('NFD').repeat(500))).toHaveProperty('text')
})

test('a text of several lines', () => {
  const note = (given: string) => readText(given, { least: 0, most: 20, lines: true })
  expect(note(' \tOne.\r\nTwo.\u2028Three. \n')).toEqual({ text: 'One.\nTwo.\nThree.' })
  expect(note('')).toEqual({ text: '' })
  expect(note('\u3164\u200B')).toEqual({ text: '' })
  expect(note('a\u0000')).toEqual({ wrong: 'has no control character U+0000' })
  expect(note('a\u2067')).toEqual({ wrong: 'has no U+2067, which turns the direction of writing' })
  expect(note('x'.repeat(21))).toEqual({ wrong: 'has at most 20 characters' })
})

test('a program’s key is kept as it is, or refused', () => {
  expect(isKey('my first press', 200)).toBe(true)
  for (const key of ['', ' ', '\u200B', 'a\u0000', 'a\uD800', 'a\u202E', 'x'.repeat(201)]) {
    expect(isKey(key, 200), JSON.stringify(key)).toBe(false)
  }
})
