import type { Start } from './opening.ts'
import { runScript, runSeed, type Script } from './schedule.ts'
import { scheduleSeed } from './schedule-seed.ts'
import { shrink } from './shrink.ts'

/** A schedule after which something does not hold, and the shortest script that shows the same. */
export interface Found {
  readonly schedule: number
  readonly steps: number
  readonly violations: readonly string[]
  readonly script: Script
}

/** What is broken, without whose it is: `9, V3`. */
const statementOf = (violation: string | undefined): string => violation?.split(': ')[0] ?? ''

/** The schedule as a script that is short enough to read. */
export async function explain(start: Start, seed: number, schedule: number): Promise<Found | undefined> {
  const { violations, script, steps } = await runSeed(start, scheduleSeed(seed, schedule), true)
  const broken = statementOf(violations[0])
  if (script === undefined || violations.length === 0) return undefined
  const shows = async (shorter: Script) =>
    (await runScript(start, shorter)).violations.some((violation) => statementOf(violation) === broken)
  const shortest = await shrink(script, shows)
  return { schedule, steps, violations: (await runScript(start, shortest)).violations, script: shortest }
}

/** Runs the schedules 0 … n−1 until one fails. */
export async function findFailure(start: Start, seed: number, schedules: number): Promise<Found | undefined> {
  for (let schedule = 0; schedule < schedules; schedule += 1) {
    const { violations } = await runSeed(start, scheduleSeed(seed, schedule), false)
    if (violations.length > 0) return explain(start, seed, schedule)
  }
  return undefined
}
