import type { Schema } from '@apollo/federation-internals'
import type { GraphQLSchema } from 'graphql'
import type { SubgraphAnswer, SubgraphSource } from './subgraph-source.ts'

/** One supergraph, as far as it is executed. */
export interface ExecutedSchema {
  /** What clients see, as the stock executor wants it. */
  readonly apiSchema: Schema
  readonly graphqlApiSchema: GraphQLSchema
  /** Of the supergraph, with what clients do not see. */
  readonly graphqlSchema: GraphQLSchema
  readonly sourceOf: (subgraph: string) => SubgraphSource
  readonly log: Record<'debug' | 'info' | 'warn' | 'error', (message: unknown) => void>
}

/** What one execution of an operation is given. */
export interface Execution {
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: object
  /** What the subgraph has sent that a subscription follows. */
  readonly payload?: SubgraphAnswer | undefined
}
