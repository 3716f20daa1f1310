import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('a table begins with the mark of UTF-8, and every cell is quoted', () => {
  expect(
    csvOf([
      ['title', 'loans'],
      ['한강, “흰”', 3],
      ['a "b"', -1],
    ]),
  ).toBe('\uFEFF"title","loans"\n"한강, “흰”","3"\n"a ""b""","-1"\n')
})

test.each(['=1+1', '+82', '-2', '@cmd', '\ttab', '\rreturn'])('%j is no formula to a spreadsheet', (text) => {
  expect(csvOf([[text]])).toBe(`\uFEFF"'${text}"\n`)
})
