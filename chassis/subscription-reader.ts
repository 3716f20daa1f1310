import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { LRUCache } from 'lru-cache'
import { readDocument } from './read-document.ts'
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
    const document = readDocument(text, schema, { rules, mostErrors: 1 })
    known.set(text, document)
    return document
  }

  const read = ({ query, operationName, variables }: SubscribePayload): SubscriptionOperation => {
    const document = documentOf(query)
    const operation = getOperationAST(document, operationName)
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
      const message = 'This is no subscription. Queries and mutations are asked by HTTP.'
      throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
    }
    const problem = variablesProblem(schema, operation, variables)
    if (problem !== undefined) throw problem
    return { document, operationName, variableValues: variables }
  }
  /** Stands in where there is nothing that can be run. */
  const nothing: SubscriptionOperation = { document: parse('subscription { __typename }') }
  return Object.assign(read, { nothing })
}
