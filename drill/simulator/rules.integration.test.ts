import { expect, test } from 'vitest'
import { inFull } from '@ebook/testkit/in-full'
import { simulatedMutants } from '../mutants/table.ts'
import { runSchedules } from './run-schedules.ts'

// Any seed shows it; with these it takes fewer schedules.
const quickest: Readonly<Record<string, number>> = {
  'no-tombstone-at-payment': 2,
  'late-charge-kept': 2,
  'refund-failure-of-any-attempt': 11,
  'no-tombstone-at-book': 12,
}

/** A third of what all of them cost: it takes a refund that fails twice. */
const SELDOM = ['refund-failure-of-any-attempt']
const tried = simulatedMutants.filter(({ name }) => inFull || !SELDOM.includes(name))

test.concurrent.each(tried)('$name: it shows when $what', { timeout: 60_000 }, async ({ name, changes }) => {
  const { failure } = await runSchedules({ seed: quickest[name] ?? 1, schedules: 2_000, changes, threads: 1 })
  expect(failure?.violations).not.toHaveLength(0)
  expect(failure?.script.steps.length).toBeLessThanOrEqual(failure?.steps ?? 0)
})
