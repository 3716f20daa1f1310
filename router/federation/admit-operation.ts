import { getVariableValues, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import { variablesProblem } from '@ebook/chassis/variables'
import { refuseNulls } from '../documents/null-variables.ts'
import { costOf, POINTS_OF_A_PLAN, pointsOf } from '../documents/operation-cost.ts'
import type { ConsistencyTokens } from './consistency-tokens.ts'
import type { RouterContext } from './router-context.ts'

export interface ValidOperation {
  /** What clients see. */
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

interface Sent {
  readonly variables?: Record<string, unknown> | undefined
  readonly extensions?: Record<string, unknown> | undefined
}

/**
 * What a valid operation passes before it is executed: do its variables fit, does it ask for too much, has whoever asks
 * enough left for it, is the token that came with it one of ours. Throws a GraphQLError.
 */
export function admitOperation(
  { schema, document, operation, isKnown }: ValidOperation & { readonly isKnown: boolean },
  { variables = {}, extensions }: Sent,
  context: RouterContext,
  tokens: ConsistencyTokens,
): void {
  const problem = variablesProblem(schema, operation, variables)
  if (problem !== undefined) throw problem
  refuseNulls(schema, document, operation, variables)
  const cost = costWith(variables, { schema, document, operation })
  const consistency = tokens.read(extensions?.['consistency'], context.viewer)
  context.charge?.(pointsOf(cost) + (isKnown ? 0 : POINTS_OF_A_PLAN))
  context.consistency = consistency
}

/** Of operations without variables: each time the same. */
const standing = new WeakMap<OperationDefinitionNode, number>()

function costWith(variables: Record<string, unknown>, { schema, document, operation }: ValidOperation): number {
  const known = standing.get(operation)
  if (known !== undefined) return known
  const { variableDefinitions = [] } = operation
  const { coerced } = getVariableValues(schema, variableDefinitions, variables)
  const cost = coerced === undefined ? 0 : costOf(schema, document, operation, coerced)
  if (variableDefinitions.length === 0) standing.set(operation, cost)
  return cost
}
