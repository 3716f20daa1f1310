import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isbn13Of, parseIsbn13 } from './isbn.ts'

test('an ISBN-13 with hyphens or blanks', () => {
  expect(parseIsbn13('978-89-364-3412-0')).toBe('9788936434120')
  expect(parseIsbn13(' 978 0 451 53169 8 ')).toBe('9780451531698')
})

test.each(['9788936434121', '978893643412', '9.78043902348e+12', '1234567890123', 'nonsense', ''])(
  '%j is none',
  (given) => {
    expect(parseIsbn13(given)).toBeUndefined()
  },
)

test('an ISBN-10 whose leading zeros were eaten', () => {
  expect(isbn13Of('439023483')).toBe('9780439023481')
  expect(isbn13Of('0-8044-2957-X')).toBe('9780804429573')
  expect(isbn13Of('439023484')).toBeUndefined()
})

test('a changed digit never passes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{9}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (stem, place, by) => {
      const sum = [...stem].reduce((total, digit, index) => total + (10 - index) * Number(digit), 0)
      const check = (11 - (sum % 11)) % 11
      const isbn = isbn13Of(stem + (check === 10 ? 'X' : String(check)))
      if (isbn === undefined) throw new Error(`${stem} has a check digit`)
      expect(parseIsbn13(isbn)).toBe(isbn)
      const changed = isbn.slice(0, place) + String((Number(isbn[place]) + by) % 10) + isbn.slice(place + 1)
      expect(parseIsbn13(changed)).toBeUndefined()
    }),
  )
})
