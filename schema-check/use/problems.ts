import { getLocation, getOperationAST, validate, type ASTNode, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { Location } from '../finding.ts'

export interface OperationProblem {
  readonly message: string
  /** Where in its file, or in that of a fragment, the part stands that is not answered; undefined where nobody knows. */
  readonly location?: Location | undefined
}

/** Why a schema does not answer an operation; empty when it does. */
export function problemsOf(schema: GraphQLSchema, document: DocumentNode): string[] {
  return locatedProblemsOf(schema, document).map(({ message }) => message)
}

/** The same, with where each of them is. */
export function locatedProblemsOf(schema: GraphQLSchema, document: DocumentNode): OperationProblem[] {
  const kind = getOperationAST(document)?.operation
  // `validate` finds nothing wrong with the fields of a root type that is not there.
  if (kind === undefined || !schema.getRootType(kind)) {
    return [{ message: `The schema has no ${kind ?? 'single operation'}.` }]
  }
  return validate(schema, document).map(({ message, nodes }) => ({ message, location: placeOf(nodes?.[0]) }))
}

/** By the source that it was parsed from, which knows where in the file it begins. */
function placeOf(node: ASTNode | undefined): Location | undefined {
  if (node?.loc === undefined) return undefined
  const { source, start } = node.loc
  const { line, column } = getLocation(source, start)
  const begin = source.locationOffset
  return {
    file: source.name,
    line: line + begin.line - 1,
    column: line === 1 ? column + begin.column - 1 : column,
  }
}
