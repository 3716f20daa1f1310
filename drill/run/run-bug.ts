import { atTheirTimes } from '../faults/plan.ts'
import type { DrilledMutant } from '../mutants/table.ts'
import { runDrill } from './run-drill.ts'

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
export async function runBug(mutant: DrilledMutant, settings: TrialSettings): Promise<Trial> {
  const { caughtBy, steps = [], forMs, members = 16, replicas, ...people } = mutant.drill
  const begun = performance.now()
  const { outcomes } = await runDrill({
    ...settings,
    ...people,
    members,
    shape: { network: false, replicas },
    changes: mutant.changes,
    planOf: () => atTheirTimes(steps),
    forMs,
    cleanMs: 500,
    quietWithinMs: QUIET_WITHIN_MS,
  })
  const failing = outcomes.filter(({ verdict }) => verdict === 'fails')
  const catching = failing.find(({ number }) => caughtBy.includes(number))
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

/** For people: one line per bug, what gave it away, and how to have it again. */
export function tableOf(trials: readonly Trial[], repeat: string): string {
  const lines = trials.map(({ bug, caught, offended, evidence, tookMs }) => {
    const by = offended.length > 0 ? `statements ${offended.join(', ')}` : 'no statement'
    const verdict = caught ? 'caught    ' : 'NOT caught'
    return `${verdict}  ${bug.padEnd(33)} ${(tookMs / 1_000).toFixed(0).padStart(3)} s  by ${by}\n            ${evidence ?? ''}`
  })
  const caught = trials.filter((trial) => trial.caught).length
  return [...lines, `${caught} of ${trials.length} are caught`, `repeat: ${repeat}`, ''].join('\n')
}
