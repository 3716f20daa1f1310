import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema, type ValidationRule } from 'graphql'

export interface Reading {
  readonly rules: readonly ValidationRule[]
  readonly mostTokens?: number | undefined
  readonly mostErrors: number
  readonly hideSuggestions?: boolean | undefined
  /** What is refused before validation, which would throw on it, or take too long. Throws. */
  readonly refuse?: ((document: DocumentNode) => void) | undefined
}

/** Parses and validates. Throws the first error, with the code that HTTP gives it. */
export function readDocument(text: string, schema: GraphQLSchema, reading: Reading): DocumentNode {
  const { rules, mostTokens: maxTokens, mostErrors: maxErrors, hideSuggestions, refuse } = reading
  const document = withCode('GRAPHQL_PARSE_FAILED', () => parse(text, { maxTokens }))
  withCode('GRAPHQL_VALIDATION_FAILED', () => {
    refuse?.(document)
    // It does not only find errors: it throws on a variable in a directive at a subscription's root.
    const [error] = validate(schema, document, rules, { maxErrors, hideSuggestions })
    if (error) throw error
  })
  return document
}

function withCode<Result>(code: string, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    const told =
      error instanceof GraphQLError ? error : new GraphQLError(error instanceof Error ? error.message : String(error))
    Object.assign(told.extensions, { code })
    throw told
  }
}
