import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { LRUCache } from 'lru-cache'
import { variablesProblem } from './variables.ts'

export interface SubscriptionOperation {
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined
}

/** The router sends few texts, each again and again. */
const MOST_TEXTS = 500

/** Parses and validates each text once. Throws GraphQLError with a code for what is no subscription of the schema. */
export function subscriptionReader(schema: GraphQLSchema, { introspection }: { readonly introspection: boolean }) {
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  const known = new LRUCache<string, DocumentNode>({ max: MOST_TEXTS })

  const documentOf = (text: string): DocumentNode => {
    const found = known.get(text)
    if (found) return found
    const document = attempt('GRAPHQL_PARSE_FAILED', () => parse(text))
    // It does not only find errors: it throws on a variable in a directive at a subscription's root.
    const [error] = attempt('GRAPHQL_VALIDATION_FAILED', () => validate(schema, document, rules, { maxErrors: 1 }))
    if (error) throw coded('GRAPHQL_VALIDATION_FAILED', error.message)
    known.set(text, document)
    return document
  }

  const read = ({ query, operationName, variables }: SubscribePayload): SubscriptionOperation => {
    const document = documentOf(query)
    const operation = getOperationAST(document, operationName)
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw coded('BAD_USER_INPUT', 'This is no subscription. Queries and mutations are asked by HTTP.')
    }
    const problem = variablesProblem(schema, operation, variables)
    if (problem !== undefined) throw problem
    return { document, operationName, variableValues: variables }
  }
  /** Stands in where there is nothing that can be run. */
  const nothing: SubscriptionOperation = { document: parse('subscription { __typename }') }
  return Object.assign(read, { nothing })
}

function attempt<Result>(code: string, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw coded(code, error instanceof Error ? error.message : String(error))
  }
}

function coded(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
