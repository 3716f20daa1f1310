import type { Schema } from '@apollo/federation-internals'
import type { buildOperationContext, ServiceMap } from '@apollo/gateway'
import type { FetchNode, PlanNode } from '@apollo/query-planner'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import type { Renamed } from '../documents/response-names.ts'

/** A planned subscription and all that its execution needs. */
export interface Plan {
  readonly document: DocumentNode
  /** The operation as the client sent it, and as it is executed. */
  readonly asked: ReturnType<typeof buildOperationContext>
  readonly operation: ReturnType<typeof buildOperationContext>
  /** What was sent, under the names that are executed. */
  readonly variables: Renamed['variables']
  /** What was executed, under the names that were asked for. */
  readonly restore: Renamed['restore']
  /** Its operation is the one that is subscribed. */
  readonly primary: FetchNode
  /** What is fetched for every row; undefined when the row is all that was asked for. */
  readonly rest: PlanNode | undefined
  readonly apiSchema: Schema
  readonly graphqlApiSchema: GraphQLSchema
  readonly graphqlSchema: GraphQLSchema
  readonly services: ServiceMap
  readonly production: boolean
  readonly log: Logger
}
