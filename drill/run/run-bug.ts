import type { Mutant } from '../mutants/mutant.ts'
import { runDrill } from './run-drill.ts'
import { atTheirTimes } from '../faults/fault-schedule.ts'

/** What became of a bug that was switched on. */
export interface Trial {
  readonly bug: string
  readonly caught: boolean
  /** All statements that offended; the bug is caught when one that it was made for is among them. */
  readonly offended: readonly number[]
  /** The first offending row of the first statement that caught it. */
  readonly evidence: string | undefined
  readonly tookMs: number
}

export interface TrialSettings {
  readonly seed: number
  readonly dataDir: string
  readonly onProgress: (line: string) => void
  readonly signal?: AbortSignal
}

/** An installation with the bug, and the people and faults that provoke it. Throws when it cannot be started. */
export async function runBug(mutant: Mutant, settings: TrialSettings): Promise<Trial> {
  const { steps, forMs, members = 16, replicas, ...people } = mutant.provoke
  const begun = performance.now()
  const { outcomes } = await runDrill({
    ...settings,
    ...people,
    members,
    shape: { network: false, replicas },
    changes: mutant.changes,
    faultSchedule: atTheirTimes(steps, forMs),
    cleanMs: 500,
    quietWithinMs: QUIET_WITHIN_MS,
  })
  const failing = outcomes.filter(({ verdict }) => verdict === 'fails')
  const catching = failing.find(({ number }) => mutant.caughtBy.includes(number))
  const [row] = catching?.offending ?? []
  return {
    bug: mutant.name,
    caught: catching !== undefined,
    offended: failing.map(({ number }) => number),
    evidence: row && `${catching?.number}: ${row.row} ${row.problem}`,
    tookMs: Math.round(performance.now() - begun),
  }
}

/** A bug may keep an installation from ever coming to rest; what is right is at rest long before. */
const QUIET_WITHIN_MS = 10_000
