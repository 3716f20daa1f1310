import type { GraphQLDataSource } from '@apollo/gateway'

export type SubgraphAnswer = Awaited<ReturnType<GraphQLDataSource['process']>>

/** One fetch of a plan, ready to be sent. */
export interface SubgraphRequest {
  /** The document. */
  readonly query: string
  /** The whole request as JSON. */
  readonly body: string
  /** How many entities are asked for; undefined for a fetch of root fields. */
  readonly entities: number | undefined
  /** Where in the answer it belongs; `@` stands for every element of a list. */
  readonly path: readonly (string | number)[]
}

/** A subgraph as plans ask it. */
export interface SubgraphSource {
  /** Throws a GraphQLError when there is no answer; `context` is that of the operation. */
  ask(request: SubgraphRequest, context: object): Promise<SubgraphAnswer>
}

/** As the stock executor asks. */
export function dataSourceOf(source: SubgraphSource): GraphQLDataSource {
  return {
    process(options) {
      const { query = '', variables, operationName } = options.request
      const representations: unknown = variables?.['representations']
      const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined
      return source.ask(
        {
          query,
          body: JSON.stringify({ query, variables, operationName }),
          entities: Array.isArray(representations) ? representations.length : undefined,
          path: path ?? [],
        },
        options.context,
      )
    },
  }
}
