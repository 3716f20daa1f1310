import { expect, test } from 'vitest'
import { wholeValue, wholeWord } from './tables-with.ts'

const has = (pattern: string, text: string) => new RegExp(pattern).test(text)

test('a word is found where it stands by itself, a value where it is all that a field says', () => {
  expect(has(wholeWord('kim'), 'a note about kim, who wrote')).toBe(true)
  expect(has(wholeWord('kim'), 'kimchi, kim-1')).toBe(false)
  expect(has(wholeValue('kim'), 'a note about kim, who wrote')).toBe(false)
  for (const said of [
    '{"userId":"kim"}',
    '{"actor":"MEMBER:kim"}',
    '{"payload":"{\\"userId\\":\\"kim\\"}"}',
    '(1,kim,x)',
  ])
    expect(has(wholeValue('kim'), said), said).toBe(true)
})

test('signs that JSON writes otherwise hide nobody', () => {
  const name = 'o"hara\\.+'
  const event = JSON.stringify({ userId: name })
  for (const said of [event, JSON.stringify({ payload: event })]) {
    expect(has(wholeWord(name), said), said).toBe(true)
    expect(has(wholeValue(name), said), said).toBe(true)
    expect(has(wholeWord('o"hara\\x+'), said), said).toBe(false)
  }
})
