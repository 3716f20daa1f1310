import {
  GraphQLError,
  isNonNullType,
  Kind,
  TypeInfo,
  ValidationContext,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'

/** Per operation, the variables that must not be null although their type lets them be, and whether null is their default. */
const known = new WeakMap<OperationDefinitionNode, ReadonlyMap<string, boolean>>()

/**
 * Throws for a variable that is null where no null may stand. Validation lets a variable that may be null stand there when
 * it, or the argument, has a default; that covers a variable that was not sent, and null is something that was. Executors
 * find out in the middle, each in its own words.
 */
export function refuseNulls(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  let names = known.get(operation)
  if (names === undefined) {
    names = neverNull(schema, document, operation)
    known.set(operation, names)
  }
  for (const [name, isNullByDefault] of names) {
    const value = Object.hasOwn(variables, name) ? variables[name] : isNullByDefault ? null : undefined
    if (value !== null) continue
    const message = `Variable "$${name}" must not be null: where it is used there is no null.`
    throw new GraphQLError(message, {
      extensions: { code: 'BAD_USER_INPUT', reason: 'BAD_VARIABLES', http: { status: 400 } },
    })
  }
}

function neverNull(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlyMap<string, boolean> {
  const context = new ValidationContext(schema, document, new TypeInfo(schema), () => undefined)
  const used = new Set(
    context
      .getRecursiveVariableUsages(operation)
      .flatMap(({ node, type }) => (isNonNullType(type) ? node.name.value : [])),
  )
  const names = new Map<string, boolean>()
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    if (type.kind === Kind.NON_NULL_TYPE || !used.has(variable.name.value)) continue
    names.set(variable.name.value, defaultValue?.kind === Kind.NULL)
  }
  return names
}
