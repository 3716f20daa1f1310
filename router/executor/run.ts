import type { GraphQLError } from 'graphql'
import type { Execution } from './execution.ts'
import type { JsonObject } from './json.ts'
import type { Path } from './places.ts'
import type { SubgraphAnswer } from './subgraph-source.ts'

/** One execution of a plan. */
export interface Run extends Execution {
  /** The values of the variables that `@skip` and `@include` look at, with their defaults. */
  readonly conditions: ReadonlyMap<string, unknown>
  /** Everything that was found. */
  readonly found: JsonObject
  /** Of every fetch that was made. */
  readonly answers: SubgraphAnswer[]
  readonly errors: GraphQLError[]
}

/** Does a part of a plan at `data`, the value at `path`. What a fetch throws goes to the run's errors. */
export type Step = (run: Run, data: unknown, path: Path) => Promise<void>
