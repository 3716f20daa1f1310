import { parse, validate, type DocumentNode } from 'graphql'
import type { Change } from '../change/change.ts'
import type { OperationSource, SubgraphSource } from '../finding.ts'
import type { Fetch } from '../plans/plan-measure.ts'
import { rules } from '../rules.ts'
import { federationOf } from '../subgraph/federation.ts'
import { subgraphChanges } from '../subgraph/subgraph-changes.ts'
import { schemaOf } from '../subgraph/subgraph-schema.ts'
import { usageOf } from '../use/usage.ts'

/** A stored operation, with what a router asks one subgraph for it. */
export interface Asked {
  readonly operation: OperationSource
  readonly fetches: readonly Fetch[]
}

export interface Reason {
  readonly operation?: OperationSource
  readonly change?: Change | undefined
  readonly why: string
}

/** A supergraph that was composed of one revision of a subgraph, before another revision of it. */
export interface Pair {
  /** Stored operations of which a fetch is refused, or answered with what the router cannot read. */
  readonly broken: readonly Reason[]
  /** Stored operations that may meet a difference, depending on data and variables. */
  readonly possibly: readonly Reason[]
  /** Differences that no stored operation meets; another operation could. */
  readonly unasked: readonly Change[]
}

/** `actual` is undefined where the subgraph does not run at all. */
export function pairOf(taken: SubgraphSource, actual: SubgraphSource | undefined, asked: readonly Asked[]): Pair {
  if (actual === undefined) {
    const why = `${taken.name} does not run`
    return { broken: asked.map(({ operation }) => ({ operation, why })), possibly: [], unasked: [goneChange(taken)] }
  }
  const changes = subgraphChanges(taken, actual).filter(hurts)
  const broken: Reason[] = []
  const possibly: Reason[] = []
  const met = new Set<Change>()
  for (const { operation, fetches } of asked) {
    const found = fetches.map((fetch) => tried(fetch, taken, actual, changes))
    const problem = found.map((one) => one.problem).find((one) => one !== undefined)
    const reached = new Set(found.flatMap((one) => one.reached))
    const certain = [...reached].find(isCertain)
    const isBroken = problem !== undefined || certain !== undefined
    const reasons = [...reached].filter(({ rule }) => isBroken || !TOLD_BY_TEXT.has(rule))
    for (const change of reasons) met.add(change)
    if (isBroken) {
      broken.push({ operation, why: problem ?? certain?.message ?? '', change: certain ?? reasons[0] })
    } else {
      for (const change of reasons) possibly.push({ operation, change, why: change.message })
    }
  }
  return { broken, possibly, unasked: changes.filter((change) => !met.has(change)) }
}

function goneChange({ name }: SubgraphSource): Change {
  return { rule: 'subgraph-removed', coordinate: name, message: `${name} does not run`, seenIn: 'base', reaches: [] }
}

/** What clients would notice and a router does not: it sends defaults never, and less to answer is no surprise. */
const harmless: ReadonlySet<string> = new Set([
  'argument-default-changed',
  'input-field-default-changed',
  'enum-value-removed-from-output',
  'scalar-meaning-changed',
  'deprecation-undated',
])

/** What is not answered any more is missed by a fetch that names it, and by no other. */
const TOLD_BY_TEXT: ReadonlySet<string> = new Set(['field-removed', 'union-member-removed', 'implementation-removed'])

function hurts({ rule, severity }: Change): boolean {
  return (severity ?? rules[rule].severity) !== 'notice' && !harmless.has(rule)
}

/** A fetch is valid by its text and its answer cannot be read, or is wrong, all the same. */
function isCertain({ rule }: Change): boolean {
  return rule === 'field-type-changed' || rule === 'subgraph-part-changed' || rule === 'subgraph-key-removed'
}

function tried(fetch: Fetch, taken: SubgraphSource, actual: SubgraphSource, changes: readonly Change[]) {
  const document = parse(fetch.operation)
  const usage = usageOf(schemaOf(taken), document)
  const reached = changes.filter(
    ({ reaches, breaksVariablesOf, rule }) =>
      // By which key it is asked stands beside the fetch, not in it.
      rule !== 'subgraph-key-removed' &&
      (reaches.some((one) => usage.uses.has(one)) ||
        (breaksVariablesOf !== undefined && usage.variablesHold.has(breaksVariablesOf))),
  )
  const variables = changes.find((one) => one.breaksVariablesOf && usage.variablesHold.has(one.breaksVariablesOf))
  const problem = variables?.message ?? keyProblem(fetch, actual) ?? textProblem(document, taken, actual)
  return { reached, problem }
}

/** Only what the subgraph was not taken for: what is always refused is not this deployment's fault. */
function textProblem(document: DocumentNode, taken: SubgraphSource, actual: SubgraphSource): string | undefined {
  const [problem] = validate(schemaOf(actual), document)
  if (problem === undefined || validate(schemaOf(taken), document).length > 0) return undefined
  return problem.message.split(' Did you mean ', 1).join().replace(/\.$/, '')
}

/** An entity is asked for with the fields of one of its keys: the subgraph has to have that key. */
function keyProblem({ requires = [] }: Fetch, actual: SubgraphSource): string | undefined {
  const { keys } = federationOf(actual)
  for (const one of requires) {
    if (one.kind !== 'InlineFragment' || one.typeCondition === undefined) continue
    const sent = new Set(one.selections.flatMap((selection) => (selection.kind === 'Field' ? [selection.name] : [])))
    const own = [...(keys.get(one.typeCondition) ?? [])]
    if (!own.some((fields) => topLevelOf(fields).every((field) => sent.has(field)))) {
      return `${one.typeCondition} cannot be found by ${[...sent].filter((name) => name !== '__typename').join(' ')}`
    }
  }
  return undefined
}

function topLevelOf(fields: string): string[] {
  let depth = 0
  return fields
    .replaceAll(/[{}]/g, ' $& ')
    .split(' ')
    .filter((word) => {
      if (word === '{') depth += 1
      if (word === '}') depth -= 1
      return depth === 0 && word !== '' && word !== '}'
    })
}
