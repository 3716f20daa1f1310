import type { Affected } from '../finding.ts'
import type { Replayed } from '../replay.ts'
import { rules } from '../rules.ts'
import type { Usage } from '../use/usage.ts'
import type { Change, Choice } from './change.ts'

/** What a change does to the stored operations that it reaches; those that it leaves untouched are left out. */
export function effectsOf(change: Change, replayed: readonly Replayed[]): Affected[] {
  return replayed.flatMap((one): Affected[] => {
    if (one.fate === 'new' || one.ahead || !reaches(change, one)) return []
    const { name: operation, file, line } = one.operation
    return [{ operation, file, line, effect: breaks(change, one) ? 'broken' : 'possibly' }]
  })
}

function reaches({ reaches: coordinates, reachesWithout, reachesUnlessOne }: Change, { usage }: Replayed): boolean {
  return (
    coordinates.some((one) => usage.uses.has(one)) ||
    (reachesWithout !== undefined && usage.leavesOut.has(reachesWithout)) ||
    (reachesUnlessOne !== undefined && !givesOne(reachesUnlessOne, usage))
  )
}

/** Surely one, and none beside it, or it does not ask for the field at all. */
function givesOne({ field, names, given }: Choice, { uses, leavesOut }: Usage): boolean {
  if (!uses.has(field)) return true
  const at = (name: string) => `${field}(${name}:)`
  const possibly = names.filter((name) => given.has(name) || uses.has(at(name)))
  const surely = possibly.filter((name) => given.has(name) || !leavesOut.has(at(name)))
  return possibly.length === 1 && surely.length === 1
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
