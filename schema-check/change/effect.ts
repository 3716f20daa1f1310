import type { Affected } from '../finding.ts'
import type { Replayed } from '../replay.ts'
import { rules } from '../rules.ts'
import type { Change } from './change.ts'

/** What a change does to the stored operations that it reaches; those that it leaves untouched are left out. */
export function effectsOf(change: Change, replayed: readonly Replayed[]): Affected[] {
  return replayed.flatMap((one): Affected[] => {
    if (one.fate === 'new' || one.ahead || !reaches(change, one)) return []
    const { name: operation, file, line } = one.operation
    return [{ operation, file, line, effect: breaks(change, one) ? 'broken' : 'possibly' }]
  })
}

function reaches(change: Change, { usage }: Replayed): boolean {
  const without = change.reachesWithout
  return change.reaches.some((one) => usage.uses.has(one)) || (without !== undefined && usage.leavesOut.has(without))
}

/** A change that only adds or loosens breaks nothing by itself, even where another breaks the same operation. */
function breaks(change: Change, { problems, usage }: Replayed): boolean {
  const { breaksVariablesOf } = change
  if (breaksVariablesOf !== undefined && usage.variablesHold.has(breaksVariablesOf)) return true
  return problems.length > 0 && (change.severity ?? rules[change.rule].severity) === 'error'
}

/** Inputs of which a new field has to be given: operations whose variables hold one are refused, whatever their text. */
export function brokenVariables(one: Replayed, changes: readonly Change[]): Change[] {
  return changes.filter(
    ({ breaksVariablesOf }) => breaksVariablesOf !== undefined && one.usage.variablesHold.has(breaksVariablesOf),
  )
}
