import type { ApolloServerPlugin } from '@apollo/server'
import { OperationTypeNode } from 'graphql'
import type { RequestContext } from './request.ts'

/**
 * Writes into the answer's extensions what the resolvers said: of a mutation `consistency`, the ids of the events that
 * it rests on; of a read `consistencyReached`. The router makes of them what clients see.
 */
export function answerConsistency(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue: { consistency } }) {
      return {
        async willSendResponse({ operation, response: { body } }) {
          if (body.kind !== 'single') return
          const { eventIds, isReached } = consistency
          const isMutation = operation?.operation === OperationTypeNode.MUTATION
          const told = {
            ...(isMutation && eventIds.length > 0 && { consistency: eventIds }),
            ...(isReached !== undefined && { consistencyReached: isReached }),
          }
          if (Object.keys(told).length === 0) return
          body.singleResult.extensions = { ...body.singleResult.extensions, ...told }
        },
      }
    },
  }
}
