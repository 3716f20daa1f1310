import { buildOperationContext, type GraphQLDataSource } from '@apollo/gateway'
import { getOperationAST, GraphQLError, OperationTypeNode, type DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Logger } from '@ebook/chassis/log'
import { readDocument } from '../documents/subscription-document.ts'
import { bind } from './bind-subscription.ts'
import type { LiveSchema, Prepared, PrepareRequest } from './planned-subscription.ts'
import type { Planner } from './planner.ts'

/** What live operations of one supergraph are made of. */
export interface LiveSchemaSettings {
  readonly planner: Planner
  /** How a subgraph is asked for what the other parts of a row need. */
  readonly sourceOf: (subgraph: string) => GraphQLDataSource
  readonly production: boolean
  readonly log: Logger
}

/** Applications have some ten subscriptions; strangers must not fill the memory with plans. */
const MOST_PREPARED = 500

export function openLiveSchema(settings: LiveSchemaSettings): LiveSchema {
  const { planner, sourceOf, production, log } = settings
  const { supergraph } = planner
  const apiSchema = supergraph.apiSchema()
  const graphqlApiSchema = planner.apiSchema
  const graphqlSchema = supergraph.schema.toGraphQLJSSchema()
  const services = Object.fromEntries([...supergraph.subgraphsMetadata()].map(({ name }) => [name, sourceOf(name)]))
  const known = new LRUCache<string, Prepared>({ max: MOST_PREPARED })

  const prepare = ({ text, operationName, onPlanning }: PrepareRequest): Prepared => {
    const document = readDocument(text, graphqlApiSchema, { production })
    const node = getOperationAST(document, operationName)
    if (!node)
      throw refused('OPERATION_RESOLUTION_FAILURE', 'There is no operation of that name, or there are several.')
    if (node.operation !== OperationTypeNode.SUBSCRIPTION) {
      throw refused('NOT_A_SUBSCRIPTION', `${node.operation} operations are not live.`)
    }
    const name = node.name?.value
    onPlanning?.()
    const renamed = planner.responseNames.rename(document, name)
    const executed = renamed?.document ?? document
    const planned = planner.plan(executed, name).node
    if (planned?.kind !== 'Subscription') throw new Error(`a subscription was planned as ${planned?.kind ?? 'nothing'}`)
    const contextOf = (operationDocument: DocumentNode) =>
      buildOperationContext({
        schema: graphqlApiSchema,
        operationDocument,
        ...(name !== undefined && { operationName: name }),
      })
    return bind({
      document,
      asked: contextOf(document),
      operation: contextOf(executed),
      variables: renamed?.variables ?? ((given) => given),
      restore: renamed?.restore ?? ((result) => result),
      primary: planned.primary,
      rest: planned.rest,
      apiSchema,
      graphqlApiSchema,
      graphqlSchema,
      services,
      production,
      log,
    })
  }

  return {
    prepare(request) {
      const { text, operationName } = request
      const key = JSON.stringify([operationName, text])
      const found = known.get(key)
      if (found) return found
      const prepared = prepare(request)
      known.set(key, prepared)
      return prepared
    },
  }
}

function refused(reason: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', reason } })
}
