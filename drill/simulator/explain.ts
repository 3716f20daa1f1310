import type { Start } from './opening.ts'
import { runScript, runSeed, scheduleSeed, type Script } from './schedule.ts'
import { scriptOf, type Found } from './script-text.ts'
import { shrink } from './shrink.ts'

/** What is broken, without whose it is: `9, V3`. */
const statementOf = (violation: string | undefined): string => violation?.split(': ')[0] ?? ''

/** A schedule that has failed, as a script that is short enough to read. Throws when it does not fail again. */
export async function explain(start: Start, seed: number, schedule: number): Promise<Found> {
  const { violations, script, steps } = await runSeed(start, scheduleSeed(seed, schedule), true)
  const broken = statementOf(violations[0])
  if (script === undefined || broken === '') throw new Error(`schedule ${seed}:${schedule} does not repeat itself`)
  const shows = async (shorter: Script) =>
    (await runScript(start, shorter)).violations.some((violation) => statementOf(violation) === broken)
  const shortest = await shrink(script, shows)
  return { schedule, steps, violations: (await runScript(start, shortest)).violations, script: shortest }
}

/** What somebody wrote down, if it fails; as it is, since it is short already. */
export async function explainScript(start: Start, steps: readonly string[]): Promise<Found | undefined> {
  const script = scriptOf(steps)
  const { violations } = await runScript(start, script)
  return violations.length === 0 ? undefined : { schedule: 0, steps: steps.length, violations, script }
}
