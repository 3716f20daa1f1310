import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLError,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  Kind,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'

type Variables = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/** Names in a path are the client's, as long as it likes. */
const LONGEST_PLACE = 200

/**
 * What is wrong with the variables of an operation: where, and what would be right. Undefined when they fit. graphql-js
 * says the same and quotes the value: what a client wrote, secrets and 99 kB of anything, does not belong in a message.
 */
export function variablesProblem(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Variables | null | undefined,
): GraphQLError | undefined {
  const variables = given ?? {}
  if (getVariableValues(schema, variableDefinitions, { ...variables }, { maxErrors: 1 }).errors === undefined)
    return undefined
  for (const { variable, type: node } of variableDefinitions) {
    const name = variable.name.value
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1])
    if (!isInputType(type) || !Object.hasOwn(variables, name)) continue
    const problem = problemIn(type, variables[name])
    if (problem !== undefined)
      return badVariables(`The variable "${placeOf([name, ...problem.path])}" does not fit. ${problem.wanted}`)
  }
  const missing = variableDefinitions.find(
    ({ variable, type, defaultValue }) =>
      type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined && !Object.hasOwn(variables, variable.name.value),
  )
  return badVariables(`The variable "$${missing?.variable.name.value.slice(0, LONGEST_PLACE) ?? ''}" must be given.`)
}

function problemIn(
  type: GraphQLInputType,
  value: unknown,
): { readonly path: Path; readonly wanted: string } | undefined {
  let problem: { path: Path; wanted: string } | undefined
  coerceInputValue(value, type, (path, _value, error) => {
    const at = typeAt(type, path)
    const quotes = value != null && at !== undefined && isLeafType(getNamedType(at))
    problem ??= { path: [...path], wanted: quotes ? `Expected type "${String(at)}".` : error.message }
  })
  return problem
}

function typeAt(type: GraphQLInputType, [step, ...further]: Path): GraphQLInputType | undefined {
  if (step === undefined) return type
  const inner = getNullableType(type)
  const next = isListType(inner) ? inner.ofType : isInputObjectType(inner) ? inner.getFields()[step]?.type : undefined
  return next && typeAt(next as GraphQLInputType, further)
}

const placeOf = (path: Path) => path.join('.').slice(0, LONGEST_PLACE).toWellFormed()

function badVariables(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', reason: 'BAD_VARIABLES', http: { status: 400 } },
  })
}
