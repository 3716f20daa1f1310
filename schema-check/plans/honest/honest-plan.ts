import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner'
import {
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import type { PlanCheck, PlanProblem } from './plan-check.ts'
import { operationOf } from './selected-fields.ts'

/** No plan answers what the operation asks; the message says why. */
export class NoHonestPlan extends Error {
  override readonly name = 'NoHonestPlan'
  readonly reason: 'NO_PLAN' | 'NO_HONEST_PLAN'

  constructor(problems: readonly PlanProblem[]) {
    const [problem] = problems
    super(problem?.what)
    this.reason = problem?.kind === 'NOT_FETCHED' ? 'NO_PLAN' : 'NO_HONEST_PLAN'
  }
}

export interface HonestPlan {
  /** Of the forms that were offered, the one that is planned. */
  readonly form: number
  /** Several when subgraphs require one field with different arguments: each finds the same objects, and a part of them. */
  readonly nodes: readonly (PlanNode | SubscriptionNode)[]
}

export interface HonestPlanner {
  /** What clients see. */
  readonly schema: GraphQLSchema
  readonly check: PlanCheck
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan
}

/**
 * A plan that answers what was asked. `forms` are the operation under response names that differ, tried in this order:
 * where the client's names are in the way of the planner's own, another form may do. Throws NoHonestPlan.
 */
export function honestPlan(
  planner: HonestPlanner,
  forms: readonly (() => DocumentNode)[],
  operationName: string | undefined,
): HonestPlan {
  const planned = (document: DocumentNode) => {
    const { node } = planner.plan(document, operationName)
    return {
      nodes: node === undefined ? [] : [node],
      problems: planner.check.problemsOf(document, operationName, node),
    }
  }
  let problems: readonly PlanProblem[] = []
  for (const [form, documentOf] of forms.entries()) {
    const document = documentOf()
    const whole = planned(document)
    problems = whole.problems
    if (problems.length === 0) return { form, nodes: whole.nodes }
    if (problems.some(({ kind }) => kind === 'NOT_FETCHED')) break
    // Among the subgraphs: no name of the client's is to blame.
    const contradicting = new Set(problems.map(({ requiredBy }) => requiredBy))
    if (contradicting.has(undefined)) continue
    if (operationOf(document, operationName).operation !== OperationTypeNode.QUERY) break
    const parts = apart(planner, document, contradicting).map(planned)
    if (parts.some((part) => part.problems.length > 0)) break
    return { form, nodes: parts.flatMap(({ nodes }) => nodes) }
  }
  throw new NoHonestPlan(problems)
}

/** Every field under a name that is neither its own nor another field's, if it has an alias or arguments. */
export function everyNameChanged(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field(node) {
      const { alias, name, arguments: given = [] } = node
      if (alias === undefined && given.length === 0) return undefined
      return { ...node, alias: { kind: Kind.NAME, value: `as__${(alias ?? name).value}` } }
    },
  })
}

/** The operation without the fields that contradict others, and then with one of those at a time. */
function apart(
  { schema, check }: HonestPlanner,
  document: DocumentNode,
  contradicting: ReadonlySet<string | undefined>,
): DocumentNode[] {
  const others = [...contradicting].map((one) =>
    without(document, schema, (field) => field !== one && check.isRequiring(field)),
  )
  return [without(document, schema, (field) => contradicting.has(field)), ...others]
}

function without(document: DocumentNode, schema: GraphQLSchema, isLeftOut: (coordinate: string) => boolean) {
  const types = new TypeInfo(schema)
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => (isLeftOut(`${types.getParentType()?.name}.${name.value}`) ? null : undefined),
      SelectionSet: {
        leave: (set) => (set.selections.length === 0 ? { ...set, selections: [typename] } : undefined),
      },
    }),
  )
}
