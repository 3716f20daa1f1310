import type { Trial } from './run-bug.ts'

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
