import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server'
import { GraphQLError, Kind, OperationTypeNode, type GraphQLFormattedError } from 'graphql'
import { Consistency, decodeConsistency, encodeConsistency } from '@ebook/chassis/consistency'
import { isInternal } from './errors.ts'
import type { RouterContext } from './request.ts'

/** A list of 100 rows can fail 100 times; the first errors say what there is to say. */
const MOST_ERRORS_ANSWERED = 10

const HOW_TO_SUBSCRIBE =
  'Subscriptions are not answered by a plain HTTP response: use a WebSocket (graphql-transport-ws), or accept text/event-stream or multipart/mixed;subscriptionSpec=1.0.'

/** What the router adds to Apollo Server's handling of one operation. */
export function operationPlugin(): ApolloServerPlugin<RouterContext> {
  return {
    async requestDidStart({ request, contextValue }) {
      const { trusted } = contextValue
      if (trusted !== undefined) {
        request.query = trusted.text
        // A name that was sent is kept: when it is not the document's, that is a mistake to be told.
        request.operationName ??= trusted.operationName
      }
      // The hash has done its work; Apollo Server would take it for its own kind of persisted query.
      request.extensions = without('persistedQuery', request.extensions)

      return {
        async didResolveOperation({ operation }) {
          contextValue.record.operationName = operation?.name?.value ?? '(anonymous)'
          if (operation === undefined)
            throw badRequest('OPERATION_RESOLUTION_FAILURE', 'There is no operation of that name.')
          if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
            throw badRequest('SUBSCRIPTION_OVER_HTTP', HOW_TO_SUBSCRIBE)
          }
          contextValue.consistency = consistencyOf(request.extensions?.['consistency'])
        },
        async didEncounterErrors({ errors }) {
          for (const error of errors) logError(error, contextValue)
        },
        async willSendResponse(requestContext) {
          finish(requestContext, contextValue)
          tellConsistency(requestContext, contextValue)
        },
      }
    },
  }
}

function badRequest(reason: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', reason, http: { status: 400 } } })
}

function consistencyOf(token: unknown): Consistency {
  if (token === undefined || token === null) return new Consistency()
  return new Consistency(decodeConsistency(typeof token === 'string' ? token : ''))
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

function finish({ response }: GraphQLRequestContext<RouterContext>, { requestId, record, log }: RouterContext): void {
  if (response.body?.kind !== 'single') return
  const { singleResult } = response.body
  const incomplete = valueErrors(singleResult.extensions).filter(({ path }) => !objectIsAbsent(singleResult.data, path))
  if (incomplete.length > 0) log.error({ requestId, incomplete }, 'a subgraph left out what its schema promises')
  singleResult.extensions = without('valueCompletion', singleResult.extensions)
  const errors = [...(singleResult.errors ?? []), ...incomplete.map(leftOut)]
  if (errors.length === 0) return
  singleResult.errors = errors.slice(0, MOST_ERRORS_ANSWERED).map((error) => withRequestId(error, requestId))
  if (errors.length > MOST_ERRORS_ANSWERED) {
    singleResult.extensions = { ...singleResult.extensions, errorsLeftOut: errors.length - MOST_ERRORS_ANSWERED }
  }
  record.errorCodes = [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))]
}

/** For the client's next read the token of a write; for a read that brought one, whether it has seen that write. */
function tellConsistency(
  { operation, response }: GraphQLRequestContext<RouterContext>,
  { consistency }: RouterContext,
): void {
  if (consistency === undefined || response.body?.kind !== 'single') return
  const { eventIds, isReached } = consistency
  const token = operation?.operation === OperationTypeNode.MUTATION && eventIds.length > 0
  if (!token && isReached === undefined) return
  const { singleResult } = response.body
  singleResult.extensions = {
    ...singleResult.extensions,
    ...(token && { consistency: encodeConsistency(eventIds) }),
    ...(isReached !== undefined && { consistencyReached: isReached }),
  }
}

/** The gateway keeps them out of `errors`, where a client would look: a null that nobody explains. */
function valueErrors(extensions: Record<string, unknown> | undefined): GraphQLFormattedError[] {
  const { valueCompletion } = extensions ?? {}
  return Array.isArray(valueCompletion) ? (valueCompletion as GraphQLError[]).map((error) => error.toJSON()) : []
}

/**
 * Whether the null ends at the very object whose field is missing: then a subgraph has no such entity, and where the
 * schema lets it be null there is nothing wrong. A null that goes further up takes with it what is there.
 */
function objectIsAbsent(data: unknown, path: GraphQLFormattedError['path'] = []): boolean {
  let value = data
  for (const key of path.slice(0, -2)) {
    value = (value as Record<string | number, unknown> | null | undefined)?.[key]
  }
  return value !== null && value !== undefined
}

/** Undefined when nothing else is there. */
function without(key: string, extensions: Record<string, unknown> = {}): Record<string, unknown> | undefined {
  const others = Object.entries(extensions).filter(([name]) => name !== key)
  return others.length > 0 ? Object.fromEntries(others) : undefined
}

function leftOut({ path }: GraphQLFormattedError): GraphQLFormattedError {
  const message = 'A part of the answer is missing.'
  return { message, ...(path && { path }), extensions: { code: 'INTERNAL_SERVER_ERROR', reason: 'INCOMPLETE_ANSWER' } }
}

function withRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  if (error.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return error
  return { ...error, extensions: { ...error.extensions, requestId } }
}
