import {
  getArgumentValues,
  getNamedType,
  GraphQLError,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** A dashboard of 100 rows with every field of every subgraph costs some 41,000. */
const MOST_COST = 50_000
/** So much is in the price of a request; whoever asks for more is counted as somebody who asks more often. */
const COST_OF_A_REQUEST = 500
/** Planning takes some ten times as long as answering from a plan that is known. */
export const POINTS_OF_A_PLAN = 10

const LEAF = 1
const OBJECT = 2
/** What is deeper is more: it is there once for each of what is above. */
const BY_DEPTH = 1.5

/** For how many requests an operation counts beyond the one that it came in. */
export const pointsOf = (cost: number): number => Math.floor(cost / COST_OF_A_REQUEST)

/**
 * What an operation asks for, by its selections, where `first` and `last` multiply what is below them: as they are
 * when variables and defaults have been filled in. Throws for an operation that asks for too much.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }

  const costOfSet = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType): number => {
    let cost = 0
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        cost += costOfSet(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent)
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)
        if (fragment) cost += costOfSet(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value) ?? parent)
      } else {
        const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {}
        const field = fields[selection.name.value]
        const type = field && getNamedType(field.type)
        if (field === undefined || !selection.selectionSet || !isCompositeType(type)) {
          cost += LEAF
          continue
        }
        const isPaged = field.args.some(({ name }) => name === 'first' || name === 'last')
        const { first, last } = isPaged ? getArgumentValues(field, selection, variables) : {}
        const times = Math.max(1, ...[first, last].filter((count) => typeof count === 'number'))
        cost += times * (OBJECT + BY_DEPTH * costOfSet(selection.selectionSet, type))
      }
    }
    return cost
  }

  const typeNamed = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name)
    return isCompositeType(type) ? type : undefined
  }

  const root = schema.getRootType(operation.operation)
  const cost = root ? costOfSet(operation.selectionSet, root) : 0
  if (cost > MOST_COST) {
    throw new GraphQLError('The operation asks for too much at once.', {
      extensions: { code: 'BAD_USER_INPUT', reason: 'TOO_COSTLY', http: { status: 400 } },
    })
  }
  return cost
}
