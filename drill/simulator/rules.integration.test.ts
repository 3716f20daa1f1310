import { describe, expect, test } from 'vitest'
import { inFull } from '@ebook/testkit/in-full'
import { lendingMutants } from '../mutants/lending.ts'
import { privacyMutants } from '../mutants/privacy.ts'
import { simulatedMutants } from '../mutants/table.ts'
import { openLibrary } from './opening.ts'
import { runSchedules } from './run-schedules.ts'
import { runScript } from './schedule.ts'
import { scriptOf } from './script-text.ts'

describe('a rule of the design is missed', () => {
  test.concurrent.each(simulatedMutants)('$name: it shows when $what', { timeout: 60_000 }, async (mutant) => {
    const { changes, script } = mutant
    const { failure } = await runSchedules({ seed: 1, schedules: 1, script, changes, threads: 1 })
    expect(failure?.violations).not.toHaveLength(0)
  })
})

const CALM = 'everything that is under way arrives'

/** What the simulator once found in the product. */
const found: Readonly<Record<string, readonly string[]>> = {
  'M8 a member who is blocked and erased before book hears of either is blocked there no more': [
    'a librarian blocks Ann for HOLD',
    'Ann wants to be forgotten',
    CALM,
  ],
  'M8 who comes again under the name, and is blocked, is blocked': [
    'Ann wants to be forgotten [2119478870]',
    'a librarian blocks Ann for RENEW',
    CALM,
  ],
  'M8 who comes again keeps the points that are heard of before the erasure is': [
    'Ann wants to be forgotten [2119478870]',
    'Ann asks for the title with one seat',
    'payment publishes what waits in its outbox',
    'promotion hears Paid (version 1) of payment 1 of rental 1',
    CALM,
  ],
  'M2 a block that is lifted at once, and heard of together with that, is lifted at book too': [
    'a librarian blocks Ann for HOLD',
    'a librarian lifts block 1 of Ann, for HOLD',
    CALM,
  ],
}

const start = await openLibrary()
const scripts = simulatedMutants.map(({ name, script }) => [`without ${name}`, script] as const)

test.each([...Object.entries(found), ...scripts])('%s: every step happens, and all holds', async (_, script) => {
  const { violations, steps } = await runScript(start, scriptOf(script))
  expect(violations).toEqual([])
  expect(steps).toBe(script.length)
})

// Any seed shows it; with these it takes fewer schedules.
const quickest: Readonly<Record<string, number>> = {
  'no-tombstone-at-payment': 2,
  'late-charge-kept': 2,
  'refund-failure-of-any-attempt': 11,
  'no-tombstone-at-book': 12,
}

// Those of lending take more luck than a night gives.
const searched = simulatedMutants.filter((mutant) => ![...lendingMutants, ...privacyMutants].includes(mutant))

describe.runIf(inFull)('a schedule that shows it is found, and made short', () => {
  test.concurrent.each(searched)('$name', { timeout: 300_000 }, async ({ name, changes }) => {
    const { failure } = await runSchedules({ seed: quickest[name] ?? 1, schedules: 6_000, changes, threads: 1 })
    expect(failure?.violations).not.toHaveLength(0)
    expect(failure?.script.steps.length).toBeLessThanOrEqual(failure?.steps ?? 0)
  })
})
