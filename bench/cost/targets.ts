import { rounded } from '../figures.ts'
import type { Figure } from '../results.ts'
import { table } from '../table.ts'

interface Target {
  /** Of a figure; where it has a comparison, so many times that. */
  readonly figure: string
  /** Before the work on what a rental costs began. */
  readonly before: number
  readonly target: number
  readonly beyond: number
}

const TARGETS: readonly Target[] = [
  { figure: 'CPU a rental', before: 510, target: 80, beyond: 40 },
  { figure: 'transactions a rental', before: 36, target: 10, beyond: 7 },
  { figure: 'round trips a rental', before: 170, target: 30, beyond: 20 },
  { figure: 'one rental alone', before: 65, target: 25, beyond: 15 },
  { figure: 'requestRental p50', before: 225, target: 60, beyond: 30 },
  { figure: 'CPU a rental with three of everything', before: 3, target: 1.2, beyond: 1.05 },
  { figure: 'idle CPU', before: 185, target: 15, beyond: 5 },
  { figure: "event to a client's socket p99", before: 2.7, target: 2, beyond: 1.5 },
  { figure: 'CPU a rental with many in the tables', before: Number.NaN, target: 1.1, beyond: 1 },
]

/** The figures that have a target, beside it. */
export function besideTargets(figures: readonly Figure[]): string {
  const rows = TARGETS.flatMap(({ figure: name, before, target, beyond }) => {
    const figure = figures.find((one) => one.name === name)
    if (!figure) return []
    const { value, unit, comparison } = figure
    const now = comparison ? rounded((value ?? Number.NaN) / (comparison.value ?? Number.NaN)) : (value ?? Number.NaN)
    const what = comparison ? `${name} ÷ ${comparison.name}` : name
    const reached = now <= beyond ? 'beyond' : now <= target ? 'reached' : ''
    return [[what, Number.isNaN(before) ? undefined : before, now, target, beyond, comparison ? '×' : unit, reached]]
  })
  return table('targets', ['figure', 'before', 'now', 'target', 'beyond', 'unit', ''], rows)
}
