import { expect, test } from 'vitest'
import { numbersOf, optionLines, type NumberOptions } from './number-options.ts'

const options: NumberOptions = {
  clients: { about: 'that ask', standard: 100, from: 1, to: 1_000 },
  seconds: { about: 'of load', standard: 60, from: 1, to: 3_600 },
}

test('what is not given is as it is by itself', () => {
  expect(numbersOf('overload', options, { seconds: '5' })).toEqual({ clients: 100, seconds: 5 })
})

test.each([
  [{ seconds: '0' }, '--seconds is "0"; expected a whole number, 1 to 3600'],
  [{ seconds: 'soon' }, '--seconds is "soon"; expected a whole number, 1 to 3600'],
  [{ events: '5' }, 'overload knows no --events; it has --clients, --seconds.'],
])('%j is refused with a sentence that says what to do', (given, told) => {
  expect(() => numbersOf('overload', options, given)).toThrow(told)
})

test('a measurement without options says so', () => {
  expect(() => numbersOf('saga', {}, { seconds: '5' })).toThrow('saga knows no --seconds; it has no options.')
})

test('the help has a line for each option', () => {
  expect(optionLines(options).split('\n').slice(1)).toEqual([
    '                 --clients N    that ask (100)',
    '                 --seconds N    of load (60)',
  ])
  expect(optionLines()).toBe('')
})
