import { expect, test } from 'vitest'
import { readSimulatorArguments } from './simulator-arguments.ts'

test.each([
  [[], { kind: 'run', seed: 1, schedules: 100_000 }],
  [['--rules'], { kind: 'rules', seed: 1, schedules: undefined }],
  [['--rules', '--schedules', '2000'], { kind: 'rules', seed: 1, schedules: 2_000 }],
  [['--seed', '7', '--schedules', '30'], { kind: 'run', seed: 7, schedules: 30 }],
  [['--replay', '7:30'], { kind: 'replay', seed: 7, schedule: 30 }],
  [['--help', '--seed', 'x'], { kind: 'help' }],
])('%j', (args, asked) => {
  expect(readSimulatorArguments(args)).toEqual(asked)
})

test.each([
  [['--faster'], "Unknown option '--faster'"],
  [['more'], "Unexpected argument 'more'"],
  [['--seed'], 'argument missing'],
  [['--seed', '4294967296'], '--seed is "4294967296"; expected a whole number, 0 to 4294967295'],
  [['--seed', '1e3'], '--seed is "1e3"'],
  [['--schedules', '0'], '--schedules is "0"; expected a whole number, 1 to 100000000'],
  [['--schedules', '-5'], "'--schedules' argument is ambiguous"],
  [['--replay', '7'], '--replay is ""'],
  [['--replay', 'a/file.json'], '--replay is "a/file.json"'],
  [['--replay', '1:100000001'], '--replay is "100000001"'],
  [['--replay', '1:2', '--seed', '1'], '--replay says all: leave --rules, --seed and --schedules out'],
  [['--replay', '1:2', '--rules'], '--replay says all'],
])('%j: %s', (args, sentence) => {
  expect(() => readSimulatorArguments(args)).toThrow(sentence)
})
