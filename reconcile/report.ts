import type { Outcome } from './check-statements.ts'
import { ROWS_AT_MOST, type OffendingRow } from './statement.ts'

const SHOWN = 10

const marks = { holds: 'ok  ', fails: 'FAIL', 'not checked': '?   ' } as const

/** For people: one line per statement, and under it the rows that offend, that are under way, and what was not checked. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const lines = outcomes.flatMap(({ number, title, verdict, offending, underWay, notChecked }) => [
    `${marks[verdict]} ${String(number).padStart(2)} ${title}`,
    ...some('', offending),
    ...some('under way: ', underWay),
    ...(notChecked === undefined ? [] : [`          not checked here: ${notChecked}`]),
  ])
  const count = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict).length
  lines.push(`${count('holds')} hold, ${count('fails')} fail, ${count('not checked')} were not checked`)
  return `${lines.join('\n')}\n`
}

function some(prefix: string, rows: readonly OffendingRow[]): string[] {
  const lines = rows.slice(0, SHOWN).map(({ row, problem, movedAgo }) => {
    const age = movedAgo === undefined ? '' : ` (${told(movedAgo)})`
    return `          ${prefix}${row} ${problem}${age}`
  })
  const left = rows.length - lines.length
  if (left > 0) lines.push(`          ${prefix}and ${left}${rows.length >= ROWS_AT_MOST ? ' or more' : ''} others`)
  return lines
}

const told = (seconds: number) => (Number.isFinite(seconds) ? `moved ${Math.round(seconds)} s ago` : 'never moved')
