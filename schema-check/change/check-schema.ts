import { Kind, type ConstDirectiveNode } from 'graphql'
import type { Config } from '../config.ts'
import { type Affected, type Finding, finding, type Sources } from '../finding.ts'
import { replay } from '../replay.ts'
import { rules } from '../rules.ts'
import { supergraphOf } from '../supergraph.ts'
import type { Change } from './change.ts'
import { operationFindings } from './check-operations.ts'
import { costChanges } from './costs.ts'
import { differences } from './differences.ts'
import { effectsOf } from './effect.ts'
import { originOf, placesIn } from './places.ts'
import { harmlessWhereNobodyGets } from './reachable.ts'
import { judgeDay, judgeRemoval } from './removal.ts'

/** What a change does to the API, to whoever sends the stored operations, and to anybody else. */
export function checkSchema(base: Sources | undefined, head: Sources, config: Config, today: string): Finding[] {
  const [before, after] = [base && supergraphOf(base), supergraphOf(head)]
  if (after === undefined) return []
  const replayed = replay(base, head)
  if (base === undefined) return operationFindings(replayed, [])
  if (before === undefined) {
    const message = `${base.rev} does not compose, so the schema was compared with nothing`
    return [
      finding('composition-base-broken', message, { coordinate: 'supergraph' }),
      ...operationFindings(replayed, []),
    ]
  }
  const changes = [
    ...differences(before.apiSchema, after.apiSchema),
    ...days(base, head, today),
    ...costChanges(base, head),
  ]
    .map(harmlessWhereNobodyGets(before.apiSchema))
    .map((change) => judgeRemoval(change, today, config.deprecatedForDays))
  return [
    ...changes.map((change) => tellChange(change, effectsOf(change, replayed), config.clients, base, head)),
    ...operationFindings(replayed, changes),
  ]
}

/** `clients` says who may send operations: where nobody sends others than those that are stored, the rest breaks nobody. */
export function tellChange(
  change: Change,
  affected: readonly Affected[],
  clients: Config['clients'],
  base: Sources,
  head: Sources,
): Finding {
  const { rule, coordinate, message, seenIn } = change
  const severity = change.severity ?? rules[rule].severity
  // A deprecation has a date that clients were promised, whoever they are.
  const promised = rule === 'removed-too-soon'
  const reachesNobody = clients === 'stored' && severity === 'error' && affected.length === 0 && !promised
  return finding(rule, message, {
    coordinate,
    ...originOf(coordinate, seenIn, base, head),
    ...(affected.length > 0 && { affected }),
    severity: reachesNobody ? 'warning' : severity,
  })
}

/** New deprecations whose day is far from today. Read from the subgraphs: the API may not show each. */
function days(base: Sources, head: Sources, today: string): Change[] {
  const reasons = (sources: Sources) =>
    new Map(
      [...placesIn(sources)].flatMap(([coordinate, parts]) => {
        const reason = parts.map(({ directives }) => reasonIn(directives)).find((one) => one !== undefined)
        return reason === undefined ? [] : [[coordinate, reason] as const]
      }),
    )
  const old = reasons(base)
  return [...reasons(head)].flatMap(([coordinate, reason]) => judgeDay(coordinate, reason, old.get(coordinate), today))
}

function reasonIn(directives: readonly ConstDirectiveNode[]): string | undefined {
  const value = directives
    .find(({ name }) => name.value === 'deprecated')
    ?.arguments?.find(({ name }) => name.value === 'reason')?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}
