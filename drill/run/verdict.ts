import { reportOf } from '@ebook/reconcile/report'
import type { InjectedFault } from '../faults/carry-out.ts'
import type { DrillResult } from './run-drill.ts'

export interface Verdict {
  readonly held: boolean
  readonly text: string
}

/** What came of a drill, and how to have it again. */
export function verdictOf(result: DrillResult, repeat: string): Verdict {
  const { timeline, outcomes, quietAfterMs, calls, rowsSeen, notPossible } = result
  const offended = outcomes.filter(({ verdict }) => verdict === 'fails').map(({ number }) => number)
  const notChecked = outcomes.filter(({ verdict }) => verdict === 'not checked').map(({ number }) => number)
  const notBack = timeline.filter(({ problem }) => problem !== undefined).map(({ target }) => target)
  const held = offended.length === 0 && notChecked.length === 0 && notBack.length === 0
  const sentence = held
    ? 'HELD: all 30 statements hold'
    : `OFFENDED: ${[
        ...(offended.length > 0 ? [`statements ${offended.join(', ')} do not hold`] : []),
        ...(notChecked.length > 0 ? [`${notChecked.join(', ')} could not be checked`] : []),
        ...(notBack.length > 0 ? [`these did not serve again: ${notBack.join(', ')}`] : []),
      ].join('; ')}`
  const text = [
    'What was done',
    ...timeline.map(lineOf),
    '',
    'What must hold',
    reportOf(outcomes).trimEnd(),
    '',
    `${calls.ok} calls ok, ${calls.failed} refused, ${calls.unknown} unknown; subscribers saw ${rowsSeen} rows`,
    `from the last heal to quiet: ${quietAfterMs === null ? 'never' : `${(quietAfterMs / 1_000).toFixed(1)} s`}`,
    ...notPossible.map(({ fault, why }) => `NOT DONE HERE: ${fault}: ${why}`),
    sentence,
    `repeat: ${repeat}`,
    '',
  ].join('\n')
  return { held, text }
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

function lineOf({ atMs, fault, target, lastedMs, healedInMs, problem }: InjectedFault): string {
  const healed = problem === undefined ? `serving again after ${seconds(healedInMs)}` : `NOT serving again: ${problem}`
  return `${seconds(atMs).padStart(9)}  ${`${fault} ${target}`.padEnd(36)} for ${seconds(lastedMs)}, ${healed}`
}
