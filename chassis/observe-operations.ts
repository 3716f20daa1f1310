import type { ApolloServerPlugin } from '@apollo/server'
import { OperationTypeNode } from 'graphql'
import { tracing } from '@ebook/telemetry/tracing'
import { durations, type Registry } from './metrics.ts'
import type { RequestContext } from './request.ts'

// Names are the caller's to choose, and every new one would be a new series for ever.
const MOST_NAMES = 100

/** Durations by operation name, and a log line for every mutation: who, what, how long. No hook per field. */
export function observeOperations(registry: Registry): ApolloServerPlugin<RequestContext> {
  const operations = durations(registry, {
    name: 'ebook_graphql_operation_seconds',
    help: 'GraphQL operations, by the first hundred names seen; result is ok, or error when the answer holds one',
    labelNames: ['operation', 'type', 'result'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  const names = new Set<string>()
  const bounded = (name: string | null | undefined): string => {
    if (name == null) return 'anonymous'
    if (names.size < MOST_NAMES) names.add(name)
    return names.has(name) ? name : 'other'
  }

  return {
    async requestDidStart() {
      const started = performance.now()
      return {
        async willSendResponse({ operation, operationName, response, contextValue }) {
          const ms = performance.now() - started
          const failed = response.body.kind === 'single' && response.body.singleResult.errors !== undefined
          const type = operation?.operation ?? 'none'
          const result = failed ? 'error' : 'ok'
          tracing?.recorded()?.setAttributes({
            'graphql.operation.type': type,
            ...(operationName && { 'graphql.operation.name': operationName }),
            ...(failed && { 'error.type': 'GraphQLError' }),
          })
          const { traceparent } = contextValue
          operations.observe({ operation: bounded(operationName), type, result }, ms / 1_000, traceparent)
          const line = { operation: operationName, type, result, ms: Math.round(ms), sub: contextValue.viewer?.sub }
          if (type === OperationTypeNode.MUTATION) contextValue.log.info(line, 'answered')
          else contextValue.log.debug(line, 'answered')
        },
      }
    },
  }
}
