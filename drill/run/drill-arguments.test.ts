import { expect, test } from 'vitest'
import { faults } from '../faults/table.ts'
import { drilledMutants } from '../mutants/table.ts'
import { readDrillArguments, usage } from './drill-arguments.ts'

test('what was not said is chosen, and said in the command that repeats it', () => {
  const asked = readDrillArguments([])
  if (asked === 'help') throw new Error('nobody asked for help')
  expect(asked).toMatchObject({ minutes: 5, members: 12, faults, bugs: [], keep: false })
  expect(asked.repeat).toBe(`npm run drill -- --minutes 5 --members 12 --seed ${asked.seed}`)
})

test('faults and bugs are chosen by name', () => {
  expect(readDrillArguments(['--faults', 'kill, cut', '--seed', '7'])).toMatchObject({
    faults: [{ name: 'kill' }, { name: 'cut' }],
    repeat: 'npm run drill -- --minutes 5 --members 12 --faults kill,cut --seed 7',
  })
  expect(readDrillArguments(['--bug', 'two-relays'])).toMatchObject({ bugs: [{ name: 'two-relays' }] })
  expect(readDrillArguments(['--bugs'])).toMatchObject({ bugs: drilledMutants })
})

test('help names every fault and every bug', () => {
  expect(readDrillArguments(['-h'])).toBe('help')
  for (const { name } of [...faults, ...drilledMutants]) expect(usage).toContain(` ${name} `)
})

test.each([
  [['--faults', 'kil'], '--faults names kil; there are kill, pause'],
  [['--bug', ''], '--bug names nothing; there are ack-before-commit'],
  [['--minutes', '0'], '--minutes is "0"; expected a number, 0.1 to 600'],
  [['--seed', '1.5'], '--seed is "1.5"; expected a whole number, 0 to 4294967295'],
  [['--bugs', '--minutes', '1'], 'do not go with a bug'],
  [['--bugs', '--bug', 'two-relays'], 'do not go together'],
  [['--fault', 'kill'], "Unknown option '--fault'"],
])('%s is refused', (args, problem) => {
  expect(() => readDrillArguments(args)).toThrow(problem)
})
