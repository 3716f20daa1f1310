import type { Config } from '../config.ts'
import type { Finding, Sources } from '../finding.ts'
import type { Severity } from '../rules/rule.ts'
import { lintConnections } from './connections.ts'
import { lintEvents } from './event-lint.ts'
import type { Lint } from './lint-family.ts'
import { lintDeprecations, lintDescriptions, lintNames } from './names.ts'
import { lintNullability } from './nullability.ts'
import { lintPayloads } from './payloads.ts'
import { namedParts } from './walk.ts'

const lints: readonly Lint[] = [
  lintDescriptions,
  lintNames,
  lintDeprecations,
  lintNullability,
  lintConnections,
  lintPayloads,
]

/** What a change brings in; what stood there before is not this change's fault. Without a base everything is told. */
export function checkStyle(base: Sources | undefined, head: Sources, config: Config): Finding[] {
  const known = new Set((base === undefined ? [] : all(base, config)).map(keyOf))
  return all(head, config).filter((one) => !known.has(keyOf(one)))
}

function all(sources: Sources, { lint }: Config): Finding[] {
  const parts = sources.subgraphs.flatMap(namedParts)
  const weights: Partial<Record<string, Severity | 'off'>> = lint.rules
  return [...lints.flatMap((each) => each(parts, lint)), ...lintEvents(sources, lint)].flatMap((one) => {
    const weight = weights[one.rule] ?? one.severity
    return weight === 'off' ? [] : [{ ...one, severity: weight }]
  })
}

/** Whichever subgraph has it: to clients it is the same. */
function keyOf({ rule, coordinate, message }: Finding): string {
  return [rule, coordinate, message].join(' ')
}
