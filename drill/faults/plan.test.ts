import { expect, test } from 'vitest'
import { SeededRandom } from '@ebook/clients/seeded-random'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'
import { planFaults } from './plan.ts'

const fault = (name: string, targets: readonly string[], lasts: Fault['lasts'] = [0, 2_000]): Fault => ({
  name,
  what: name,
  lasts,
  targets: () => targets,
  inject: async () => async () => undefined,
})
const system = {} as SystemUnderTest
const faults = [
  fault('kill', ['rent', 'book']),
  fault('cut', ['rent → nats']),
  fault('nowhere', []),
  fault('away', ['rent']),
]
const told = (seed: number, durationMs: number) =>
  planFaults(faults, system, new SeededRandom(seed, 'plan'), durationMs).map(
    ({ fault: { name }, target, forMs, afterMs }) => `${name} ${target} ${forMs} ${afterMs}`,
  )

test('the same seed plans the same, and another one another', () => {
  expect(told(7, 60_000)).toEqual(told(7, 60_000))
  expect(told(7, 60_000)).not.toEqual(told(8, 60_000))
})

test('every kind that has a target comes once before any comes again, and the time is filled', () => {
  const names = told(7, 60_000).map((line) => line.split(' ')[0] ?? '')
  expect(names.slice(0, 3).toSorted()).toEqual(['away', 'cut', 'kill'])
  expect(names.slice(3, 6).toSorted()).toEqual(['away', 'cut', 'kill'])
  expect(told(7, 60_000).length).toBeGreaterThan(told(7, 20_000).length)
})

test('a drill that is too short for any fault has one', () => {
  expect(told(7, 1)).toHaveLength(1)
  expect(planFaults([fault('nowhere', [])], system, new SeededRandom(7), 60_000)).toEqual([])
})
