import { type Finding, finding } from '../finding.ts'
import { type RuleId } from '../rules.ts'
import { placeOf } from '../sdl.ts'
import type { Named } from './walk.ts'

/** A finding about a part of a schema, at its name. */
export function tell(rule: RuleId, { coordinate, subgraph, node }: Named, message: string): Finding {
  return finding(rule, message, { coordinate, subgraph: subgraph.name, location: placeOf(subgraph, node) })
}
