import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isbnPart, readIsbn } from './isbn.ts'

test.each([
  ['9788936434120', '9788936434120'],
  [' 978 0 451 53169 8 ', '9780451531698'],
  ['978-89-364-3412-0', '9788936434120'],
  ['978\u201189\u2011364\u20113412\u20110', '9788936434120'],
  ['978\u201089\u2010364\u20103412\u20100', '9788936434120'],
  ['978\u201289\u2012364\u20123412\u20120', '9788936434120'],
  ['978\u201389\u2013364\u20133412\u20130', '9788936434120'],
  ['978\u201489\u2014364\u20153412\u22120', '9788936434120'],
  ['978\uFF0D89\uFE63364\uFE583412\u30FC0'.replace('\u30FC', '\u2212'), '9788936434120'],
  ['９７８８９３６４３４１２０', '9788936434120'],
  ['978\u00AD89\u200B364\u20603412\uFEFF0', '9788936434120'],
  ['\u202A9788936434120\u202C', '9788936434120'],
  ['978-89-364-3412-0 03810', '9788936434120'],
  ['9788936434120 (pbk.)', '9788936434120'],
  ['9788936434120(pbk.) : 12,000원', '9788936434120'],
  ['9788936434120 : $19.95', '9788936434120'],
  ['9788936434120 hardcover', '9788936434120'],
  ['ISBN: 9788936434120', '9788936434120'],
  ['ISBN 978-89-364-3412-0', '9788936434120'],
  ['ISBN-13: 978-89-364-3412-0', '9788936434120'],
  ['isbn13 9788936434120', '9788936434120'],
  ['ＩＳＢＮ：9788936434120', '9788936434120'],
  ['urn:isbn:9788936434120', '9788936434120'],
  ['0439023483', '9780439023481'],
  ['0-8044-2957-x', '9780804429573'],
  ['ISBN-10 0-8044-2957-X (hbk.)', '9780804429573'],
])('E7: %j is read', (given, isbn13) => {
  expect(readIsbn(given)).toEqual({ isbn13 })
})

test.each([
  ['9788936434121', 'WRONG_CHECK_DIGIT'],
  ['0439023484', 'WRONG_CHECK_DIGIT'],
  ['978893643412', 'NO_ISBN'],
  ['97889364341201', 'NO_ISBN'],
  ['439023483', 'NO_ISBN'],
  ['1234567890123', 'NO_ISBN'],
  ['4006381333931', 'NO_ISBN'],
  ['', 'NO_ISBN'],
  ['ISBN', 'NO_ISBN'],
  ['9788936434120'.repeat(100_000), 'NO_ISBN'],
])('%j is none', (given, wrong) => {
  expect(readIsbn(given)).toMatchObject({ wrong })
})

test.each([
  ['978893643412O', 'O'],
  ['9.78043902348e+12', '.'],
  ['978.89.364.3412.0', '.'],
  ['978_8936434120', '_'],
  ['nonsense', 'n'],
  ['٩٧٨٨٩٣٦٤٣٤١٢٠', '٩'],
  ['97889364X4120', 'X'],
  ['978893643412\u{1F4D6}', '\u{1F4D6}'],
])('E7: %j has a sign that is none of an ISBN, and it is named', (given, sign) => {
  expect(readIsbn(given)).toMatchObject({ wrong: 'WRONG_SIGN', sign })
})

test('an ISBN-10 whose leading zeros were eaten, where that may have happened', () => {
  expect(readIsbn('439023483', { zerosEaten: true })).toEqual({ isbn13: '9780439023481' })
  expect(readIsbn('439023484', { zerosEaten: true })).toMatchObject({ wrong: 'WRONG_CHECK_DIGIT' })
  expect(readIsbn('1984', { zerosEaten: true })).toMatchObject({ wrong: 'NO_ISBN' })
})

test.each([
  ['978-89-364-3412', '978893643412'],
  ['89-364-3412', '893643412'],
  ['ISBN 978', undefined],
  ['ISBN 9788', '9788'],
  ['9788936434', '9788936434'],
  ['1984', undefined],
  ['1984-85', undefined],
  ['2001: A Space Odyssey', undefined],
])('E3: the part of an ISBN in %j is %j', (given, part) => {
  expect(isbnPart(given)).toBe(part)
})

test('a changed digit never passes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{9}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (stem, place, by) => {
      const sum = [...stem].reduce((total, digit, index) => total + (10 - index) * Number(digit), 0)
      const check = (11 - (sum % 11)) % 11
      const read = readIsbn(stem + (check === 10 ? 'X' : String(check)))
      if (!('isbn13' in read)) throw new Error(`${stem} has a check digit`)
      const { isbn13 } = read
      expect(readIsbn(isbn13)).toEqual(read)
      const changed = isbn13.slice(0, place) + String((Number(isbn13[place]) + by) % 10) + isbn13.slice(place + 1)
      expect(readIsbn(changed)).not.toHaveProperty('isbn13')
    }),
  )
})
