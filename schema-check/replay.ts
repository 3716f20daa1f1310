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
  /** `kept` in both; `dropped` and `rewritten` as the base has it; `new` as only the head has it. */
  readonly fate: 'kept' | 'dropped' | 'rewritten' | 'new'
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
export function replay(base: Sources, head: Sources): readonly Replayed[] {
  const ofBase = known.get(base) ?? new WeakMap<Sources, Replayed[]>()
  known.set(base, ofBase)
  const made = ofBase.get(head) ?? replayNow(base, head)
  ofBase.set(head, made)
  return made
}

/** Empty when one of the two does not compose. */
function replayNow(base: Sources, head: Sources): Replayed[] {
  const [before, after] = [supergraphOf(base)?.apiSchema, supergraphOf(head)?.apiSchema]
  if (before === undefined || after === undefined) return []
  return replayOn({ schema: before, operations: base.operations }, { schema: after, operations: head.operations })
}

/** What some clients see, and what they send. */
interface Seen {
  readonly schema: GraphQLSchema
  readonly operations: readonly OperationSource[]
}

/** Every operation that applications of the base send, and those that the head adds, held against the head's schema. */
export function replayOn({ schema: before, operations }: Seen, { schema: after, ...head }: Seen): Replayed[] {
  const keyOf = ({ name, text }: OperationSource) => `${name} ${text}`
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
