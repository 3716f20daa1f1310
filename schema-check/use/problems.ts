import { getOperationAST, validate, type DocumentNode, type GraphQLSchema } from 'graphql'

/** Why a schema does not answer an operation; empty when it does. */
export function problemsOf(schema: GraphQLSchema, document: DocumentNode): string[] {
  const kind = getOperationAST(document)?.operation
  // `validate` finds nothing wrong with the fields of a root type that is not there.
  if (kind === undefined || !schema.getRootType(kind)) return [`The schema has no ${kind ?? 'single operation'}.`]
  return validate(schema, document).map(({ message }) => message)
}
