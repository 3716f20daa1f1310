import { ApolloArmor } from '@escape.tech/graphql-armor'
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql'

/** Introspection as GraphQL pages send it has about 400; a page of ours has at most some 100. */
export const MOST_TOKENS = 1_000
/** Every fragment spread counts what it spreads: what looks like 1 kB may ask for millions of fields. */
export const MOST_SELECTIONS = 1_000
/** Validation errors that are listed; the rest is counted out. Listing them all is work without a purpose. */
export const MOST_ERRORS = 5

const limits = {
  maxDepth: { n: 10, flattenFragments: true, ...refusal('TOO_DEEP', 'nests too deep') },
  // Root aliases of __typename are free in graphql-armor's default; 10,000 of them are not free here.
  maxAliases: { n: 15, allowList: [], ...refusal('TOO_MANY_ALIASES', 'has too many aliases') },
  maxDirectives: { n: 20, ...refusal('TOO_MANY_DIRECTIVES', 'has too many directives') },
}

/**
 * Limits on the text of an operation, checked before it is planned; graphql-js' `maxTokens` and Apollo Server's
 * `maxRecursiveSelections` are the two others. What the variables hold is limited by the size of the body, and a
 * page's size by the subgraph that serves it.
 */
export function operationLimits(): ValidationRule[] {
  const { validationRules } = new ApolloArmor({
    ...limits,
    blockFieldSuggestion: { enabled: false },
    maxTokens: { enabled: false },
    // With its variables: operation-cost.ts.
    costLimit: { enabled: false },
  }).protect()
  return validationRules
}

/** graphql-armor's own report says "Syntax Error" and tells the limit; ours has a reason to act on. */
function refusal(reason: string, what: string) {
  const report = (context: ValidationContext | null) =>
    context?.reportError(new GraphQLError(`The operation ${what}.`, { extensions: { reason } }))
  return { propagateOnRejection: false, onReject: [report] }
}
