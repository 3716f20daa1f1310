import { median } from './figures.ts'
import type { Figure, Result } from './results.ts'
import { table } from './table.ts'

/** One figure of one measurement with the same options, from commit to commit. */
interface Line {
  readonly benchmark: string
  readonly figure: string
  readonly unit: string
  readonly values: readonly number[]
  readonly last: Result
}

const BARS = '▁▂▃▄▅▆▇█'
/** As many as a terminal shows beside the rest. */
const DRAWN = 30
const SHORT = 8

/**
 * How each figure went, the newest to the right. Where something was measured beside it in the same run, the figure is
 * divided by that: machines differ, and so do their hours.
 */
export function trendOf(results: readonly Result[], format: 'terminal' | 'markdown'): string {
  if (results.length === 0) return 'There are no results yet: each `npm run bench -- NAME` adds one.'
  const rows = linesOf(results).map(({ benchmark, figure, unit, values, last }) => {
    const now = values.at(-1)
    const change = now === undefined || values.length < 2 ? undefined : now / median(values.slice(0, -1)) - 1
    return [benchmark, figure, unit, values.length, bars(values), shown(now), percent(change), commitOf(last)]
  })
  const headings = ['measurement', 'figure', 'unit', 'results', 'trend', 'last', 'to the median before', 'last at']
  if (format === 'terminal')
    return table('trend: a figure, or how many times what was measured beside it', headings, rows)
  const markdown = [headings, headings.map(() => '---'), ...rows]
  return markdown
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function linesOf(results: readonly Result[]): Line[] {
  const each = results.flatMap((result) => result.figures.map((figure) => ({ result, figure })))
  const same = Map.groupBy(each, ({ result, figure }) =>
    JSON.stringify([result.benchmark, Object.entries(result.options).toSorted(), figure.name, figure.comparison?.name]),
  )
  return [...same.values()].flatMap((points) => {
    const last = points.at(-1)
    if (!last) return []
    const { name, unit, comparison } = last.figure
    const options = Object.entries(last.result.options).map(([option, value]) => ` --${option} ${value}`)
    return {
      benchmark: `${last.result.benchmark}${options.join('')}`,
      figure: comparison ? `${name} ÷ ${comparison.name}` : name,
      unit: comparison ? '×' : unit,
      values: points.map(({ figure }) => valueOf(figure)).filter((value) => Number.isFinite(value)),
      last: last.result,
    }
  })
}

function valueOf({ value, comparison }: Figure): number {
  if (value === null) return Number.NaN
  if (comparison === undefined) return value
  return comparison.value === null ? Number.NaN : value / comparison.value
}

function bars(values: readonly number[]): string {
  const drawn = values.slice(-DRAWN)
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)]
  const barOf = (value: number) => BARS[high === low ? 3 : Math.round(((value - low) / (high - low)) * 7)]
  return drawn.map(barOf).join('')
}

const shown = (value: number | undefined): string => (value === undefined ? '–' : String(Number(value.toPrecision(3))))

const percent = (change: number | undefined): string =>
  change === undefined || !Number.isFinite(change) ? '–' : `${change < 0 ? '' : '+'}${(change * 100).toFixed(1)} %`

const commitOf = ({ commit, clean }: Result): string =>
  `${commit?.slice(0, SHORT) ?? 'no commit'}${clean ? '' : ', changed'}`
