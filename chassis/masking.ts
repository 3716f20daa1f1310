import type { ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import type { GraphQLFormattedError } from 'graphql'
import { isTransient } from '@ebook/nats/transient'
import { CLIENT_MISTAKES, PUBLIC_CODES } from './error-codes.ts'
import type { RequestContext } from './request.ts'
import { variablesProblem } from './variables.ts'

// Everything else is a bug or an outage of ours, and its message may hold SQL, addresses or other members' data.
const shown: ReadonlySet<unknown> = new Set([...PUBLIC_CODES, ...CLIENT_MISTAKES, 'VIEW_BEHIND'])

/** What is longer quotes what was sent. */
const LONGEST_MESSAGE = 1_000

/**
 * Apollo's `formatError`: what was not raised as a GraphQLError with a code that clients know is masked. A database that is
 * away is told from a bug: it may be asked again, as after any answer that does not come.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (isExpected(formatted, error)) return { ...formatted, message: formatted.message.slice(0, LONGEST_MESSAGE) }
  const [message, code] = toldOf(unwrapResolverError(error))
  return { message, ...(formatted.path === undefined ? {} : { path: formatted.path }), extensions: { code } }
}

function toldOf(original: unknown): [message: string, code: string] {
  if (isUnkeepable(original)) return ['A text of the operation holds U+0000, which is kept nowhere.', 'BAD_USER_INPUT']
  if (isTransient(original)) return ['It cannot be answered just now; try it again.', 'SUBGRAPH_UNAVAILABLE']
  return ['Something went wrong on our side.', 'INTERNAL_SERVER_ERROR']
}

/** PostgreSQL's character_not_in_repertoire. All else that is no text was refused at the entrance. */
function isUnkeepable(original: unknown): boolean {
  return original instanceof Error && 'code' in original && original.code === '22021'
}

function isExpected(formatted: GraphQLFormattedError, error: unknown): boolean {
  return isGraphQLError(unwrapResolverError(error)) && shown.has(formatted.extensions?.['code'])
}

// Not by instanceof: graphql can be in memory twice, as an ES module and as CommonJS, and Apollo holds the other one.
function isGraphQLError(error: unknown): boolean {
  return Object.prototype.toString.call(error) === '[object GraphQLError]'
}

/** Refuses variables that do not fit without quoting them. Logs what is masked, each original once and with its stack, and puts the request's id into the masked error. */
export function logMaskedErrors(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, operation, request }) {
          const problem = operation && variablesProblem(schema, operation, request.variables)
          if (problem !== undefined) throw problem
        },
        async didEncounterErrors({ errors, contextValue, operationName }) {
          const logged = new Set<unknown>()
          for (const error of errors) {
            const original = unwrapResolverError(error)
            if (isExpected({ message: '', extensions: error.extensions }, error) || logged.has(original)) continue
            if (isUnkeepable(original)) continue
            // Parsing and validation errors get their code later, when they are formatted.
            if (isGraphQLError(original) && error.path === undefined) continue
            logged.add(original)
            contextValue.log.error({ err: original, path: error.path, operation: operationName }, 'a resolver failed')
          }
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return
          for (const { extensions } of response.body.singleResult.errors ?? []) {
            if (extensions?.['code'] === 'INTERNAL_SERVER_ERROR') extensions['requestId'] = contextValue.requestId
          }
        },
      }
    },
    async unexpectedErrorProcessingRequest({ requestContext, error }) {
      requestContext.contextValue.log.error({ err: error }, 'a request failed')
    },
  }
}
