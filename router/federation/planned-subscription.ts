import type { GraphQLFormattedError } from 'graphql'
import type { RouterContext } from './router-context.ts'

/** One supergraph, as far as live operations need it. A new supergraph is a new one of these. */
export interface LiveSchema {
  /** Rejects with a GraphQLError when the operation cannot be run: its text, its limits, or no subscription. */
  prepare(request: PrepareRequest): Promise<Prepared>
}

export interface PrepareRequest {
  readonly text: string
  readonly operationName?: string | undefined
  /** Called before an operation is planned that is not known; what it throws refuses it. */
  readonly onPlanning?: (() => void) | undefined
}

/** A subscription that was parsed, validated and planned. */
export interface Prepared {
  /** Throws a GraphQLError for variables that do not fit. */
  bind(variables: Readonly<Record<string, unknown>>): Bound
}

/** A subscription with its variables. */
export interface Bound {
  /** The subgraph whose operation it follows. */
  readonly subgraph: string
  readonly upstream: UpstreamDocument
  /** What the root field's argument `snapshot` asks for. */
  readonly begin: 'now' | 'snapshot'
  /** The root field and its arguments without `snapshot`: what a cursor is good for. */
  readonly argumentsKey: string
  /** Everything that decides about the payloads, so without `snapshot`: who shares it can share them. */
  readonly groupKey: string
  /** What one row is worth, as queries are counted (documents/operation-cost.ts). */
  readonly cost: number
  /** True when the other subgraphs have nothing to add. */
  readonly hydratesNothing: boolean
  /** Adds to one upstream payload what the other subgraphs say. Never rejects; what fails is in `errors`. */
  hydrate(payload: UpstreamPayload, context: RouterContext): Promise<Hydrated>
}

export interface UpstreamDocument {
  readonly query: string
  readonly operationName?: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

export interface UpstreamPayload {
  readonly data?: unknown
  readonly errors?: readonly unknown[]
}

export interface Hydrated {
  readonly data: unknown
  readonly errors?: readonly GraphQLFormattedError[]
}
