import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { OperationSource, Sources } from './finding.ts'
import { documentOf } from './stored-operations.ts'
import { supergraphOf } from './supergraph.ts'
import { locatedProblemsOf, problemsOf, type OperationProblem } from './use/problems.ts'
import { usageOf, type Usage } from './use/usage.ts'

/** A stored operation, tried on the head. */
export interface Replayed {
  readonly operation: OperationSource
  readonly document: DocumentNode
  /**
   * `kept` in both; `dropped` and `rewritten` as the base has it; `new` as only the head has it; `unmeasured` in both, of a
   * base that does not compose.
   */
  readonly fate: 'kept' | 'dropped' | 'rewritten' | 'new' | 'unmeasured'
  /** Why the schema it comes from cannot answer it; it was written ahead, and is no measure of a change. */
  readonly ahead: boolean
  /** Why the head cannot answer it. */
  readonly problems: readonly OperationProblem[]
  /** Of the schema that it was written for; empty when that does not answer it. */
  readonly usage: Usage
}

const nothing: Usage = { uses: new Set(), leavesOut: new Set(), variablesHold: new Set() }

const known = new WeakMap<Sources, WeakMap<Sources, Replayed[]>>()

/** `replayNow`, made once. */
export function replay(base: Sources | undefined, head: Sources): readonly Replayed[] {
  if (base === undefined) return replayNow(undefined, head)
  const ofBase = known.get(base) ?? new WeakMap<Sources, Replayed[]>()
  known.set(base, ofBase)
  const made = ofBase.get(head) ?? replayNow(base, head)
  ofBase.set(head, made)
  return made
}

/** Of the head alone where the base does not compose or is not there; empty when the head does not compose. */
function replayNow(base: Sources | undefined, head: Sources): Replayed[] {
  const [before, after] = [base && supergraphOf(base)?.apiSchema, supergraphOf(head)?.apiSchema]
  if (after === undefined) return []
  const now = { schema: after, operations: head.operations }
  if (base !== undefined && before !== undefined) return replayOn({ schema: before, operations: base.operations }, now)
  const old = new Set(base?.operations.map(keyOf))
  return replayOn({ schema: after, operations: [] }, now).map((one) =>
    old.has(keyOf(one.operation)) ? { ...one, fate: 'unmeasured' } : one,
  )
}

/** What some clients see, and what they send. */
interface Seen {
  readonly schema: GraphQLSchema
  readonly operations: readonly OperationSource[]
}

/** Every operation that applications of the base send, and those that the head adds, held against the head's schema. */
export function replayOn({ schema: before, operations }: Seen, { schema: after, ...head }: Seen): Replayed[] {
  const old = new Set(operations.map(keyOf))
  const now = new Map(head.operations.map((one) => [keyOf(one), one]))
  const names = new Set(head.operations.map(({ name }) => name))
  return [
    ...operations.map((one): Replayed => {
      const kept = now.get(keyOf(one))
      if (kept !== undefined) return replayed(kept, 'kept', before, after)
      return replayed(one, names.has(one.name) ? 'rewritten' : 'dropped', before, after)
    }),
    ...head.operations.filter((one) => !old.has(keyOf(one))).map((one) => replayed(one, 'new', after, after)),
  ]
}

function keyOf({ name, text }: OperationSource): string {
  return `${name} ${text}`
}

function replayed(
  operation: OperationSource,
  fate: Replayed['fate'],
  written: GraphQLSchema,
  after: GraphQLSchema,
): Replayed {
  const document = documentOf(operation)
  const ahead = fate !== 'new' && problemsOf(written, document).length > 0
  const problems = locatedProblemsOf(after, document)
  const usage = ahead || (fate === 'new' && problems.length > 0) ? nothing : usageOf(written, document)
  return { operation, document, fate, ahead, problems, usage }
}
