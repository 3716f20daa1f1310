import { getOperationAST, GraphQLError, OperationTypeNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Logger } from '@ebook/chassis/log'
import type { ResponseNames } from '../documents/response-names.ts'
import { readSubscription } from '../documents/subscription-document.ts'
import { sha256 } from '../documents/trusted-documents.ts'
import type { ExecutedSchema } from '../executor/execution.ts'
import { planKey } from '../planning/plan-key.ts'
import type { PlanStore } from '../planning/plan-store.ts'
import { bind } from './bind-subscription.ts'
import { PlannedOperation } from './planned-operation.ts'
import type { LiveSchema, Prepared, PrepareRequest } from './planned-subscription.ts'

/** What live operations of one supergraph are made of. */
export interface LiveSchemaSettings {
  readonly plans: PlanStore
  readonly responseNames: ResponseNames
  readonly schema: ExecutedSchema
  readonly production: boolean
  readonly log: Logger
}

/** Applications have some ten subscriptions; strangers must not fill the memory with plans. */
const MOST_PREPARED = 500

export function openLiveSchema(settings: LiveSchemaSettings): LiveSchema {
  const { plans, responseNames, schema, production, log } = settings
  const { graphqlApiSchema } = schema
  const known = new LRUCache<string, Prepared>({ max: MOST_PREPARED })

  const prepare = async ({ text, operationName, onPlanning }: PrepareRequest): Promise<Prepared> => {
    const document = readSubscription(text, graphqlApiSchema, { production })
    const node = getOperationAST(document, operationName)
    if (!node)
      throw refused('OPERATION_RESOLUTION_FAILURE', 'There is no operation of that name, or there are several.')
    if (node.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw refused('NOT_A_SUBSCRIPTION', `${node.operation} operations are not live.`)
    }
    const name = node.name?.value
    const key = planKey(sha256(text), name)
    if (!plans.has(key)) onPlanning?.()
    const plan = await plans.plan(key, { text, operationName: name })
    const [planned] = plan.nodes
    if (planned?.kind !== 'Subscription') throw new Error(`a subscription was planned as ${planned?.kind ?? 'nothing'}`)
    const operation = new PlannedOperation(document, name, { schema, responseNames, plan })
    return bind({ document, operation, node: planned, production, log })
  }

  return {
    async prepare(request) {
      const { text, operationName } = request
      const key = JSON.stringify([operationName, text])
      const found = known.get(key)
      if (found) return found
      const prepared = await prepare(request)
      known.set(key, prepared)
      return prepared
    },
  }
}

function refused(reason: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', reason } })
}
