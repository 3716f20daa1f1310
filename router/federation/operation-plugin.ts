import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server'
import { GraphQLError, Kind, OperationTypeNode } from 'graphql'
import { answeredErrors } from '../errors/answered-errors.ts'
import { isInternal } from '../errors/mask-error.ts'
import { admitOperation } from './admit-operation.ts'
import { consistencyTold, type ConsistencyTokens } from './consistency-tokens.ts'
import type { Gateway } from './gateway.ts'
import type { RouterContext } from './router-context.ts'

const HOW_TO_SUBSCRIBE =
  'Subscriptions are not answered by a plain HTTP response: use a WebSocket (graphql-transport-ws), or accept text/event-stream or multipart/mixed;subscriptionSpec=1.0.'

interface Parts extends Pick<Gateway, 'isPlanned' | 'learn'> {
  readonly tokens: ConsistencyTokens
}

/** What the router adds to Apollo Server's handling of one operation. */
export function operationPlugin({ isPlanned, learn, tokens }: Parts): ApolloServerPlugin<RouterContext> {
  return {
    async requestDidStart({ request, contextValue }) {
      const { trusted } = contextValue
      if (trusted !== undefined) {
        request.query = trusted.text
        // A name that was sent is kept: when it is not the document's, that is a mistake to be told.
        request.operationName ??= trusted.operationName
      }
      // The hash has done its work; Apollo Server would take it for its own kind of persisted query.
      request.extensions = without('persistedQuery', request.extensions) ?? {}

      return {
        async didResolveOperation({ operation, document, schema, queryHash }) {
          contextValue.record.operationName = operation?.name?.value ?? '(anonymous)'
          if (operation === undefined)
            throw badRequest('OPERATION_RESOLUTION_FAILURE', 'There is no operation of that name.')
          if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
            throw badRequest('SUBSCRIPTION_OVER_HTTP', HOW_TO_SUBSCRIBE)
          }
          const { operationName, query } = request
          // It was executed already, and what it says is left to be told.
          if (contextValue.executed === undefined) {
            const isKnown = isPlanned(queryHash, operationName)
            admitOperation({ schema, document, operation, isKnown }, request, contextValue, tokens)
          }
          if (query !== undefined) learn({ text: query, schema, document, operation, queryHash, operationName })
        },
        async didEncounterErrors({ errors }) {
          for (const error of errors) logError(error, contextValue)
        },
        async willSendResponse(requestContext) {
          finish(requestContext, contextValue)
          tellConsistency(requestContext, contextValue, tokens)
        },
      }
    },
  }
}

function badRequest(reason: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', reason, http: { status: 400 } } })
}

/** A client's own mistakes are its affair, and their messages quote variables; they are counted in the request's line. */
function logError(error: GraphQLError, { log, requestId }: RouterContext): void {
  const { path, extensions } = error
  const about = { requestId, path, serviceName: extensions['serviceName'], reason: extensions['reason'] }
  if (extensions['code'] === 'SUBGRAPH_UNAVAILABLE') {
    log.warn({ ...about, cause: error.originalError?.message }, error.message)
  } else if (isInternal(error) && !hasVariableNode(error)) {
    log.error({ ...about, err: error.originalError ?? error }, 'an error that the client does not see')
  }
}

/** Bad variables carry no code yet when they are reported here. */
function hasVariableNode({ nodes, extensions }: GraphQLError): boolean {
  return extensions['code'] === undefined && nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION
}

function finish({ response }: GraphQLRequestContext<RouterContext>, context: RouterContext): void {
  if (response.body?.kind !== 'single') return
  const { singleResult } = response.body
  const { requestId, record, log } = context
  const { errors, leftOut, incomplete } = answeredErrors(singleResult, singleResult.errors ?? [], context)
  if (incomplete.length > 0) log.error({ requestId, incomplete }, 'a subgraph left out what its schema promises')
  const extensions = without('valueCompletion', singleResult.extensions)
  if (extensions) singleResult.extensions = extensions
  else delete singleResult.extensions
  if (errors.length === 0) return
  singleResult.errors = errors
  if (leftOut > 0) singleResult.extensions = { ...singleResult.extensions, errorsLeftOut: leftOut }
  record.errorCodes = [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))]
}

function tellConsistency(
  { operation, response }: GraphQLRequestContext<RouterContext>,
  context: RouterContext,
  tokens: ConsistencyTokens,
): void {
  if (response.body?.kind !== 'single') return
  const { singleResult } = response.body
  const told = consistencyTold(operation?.operation, context, tokens)
  if (told !== undefined) singleResult.extensions = { ...singleResult.extensions, ...told }
}

/** Undefined when nothing else is there. */
function without(key: string, extensions: Record<string, unknown> = {}): Record<string, unknown> | undefined {
  const others = Object.entries(extensions).filter(([name]) => name !== key)
  return others.length > 0 ? Object.fromEntries(others) : undefined
}
