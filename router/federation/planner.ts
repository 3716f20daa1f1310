import { validateSatisfiability } from '@apollo/composition'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner'
import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql'
import {
  honestPlan,
  NoHonestPlan,
  type HonestPlan,
  type HonestPlanner,
} from '../../schema-check/plans/honest/honest-plan.ts'
import { PlanCheck } from '../../schema-check/plans/honest/plan-check.ts'
import { resolvableKeysFirst } from '../../schema-check/plans/honest/resolvable-keys-first.ts'
import { ResponseNames } from '../documents/response-names.ts'
import type { ExecutedSchema } from '../executor/execution.ts'

/** The supergraph must not be served; the message has one line per problem. */
export class UnsafeSupergraph extends Error {
  override readonly name = 'UnsafeSupergraph'
}

/**
 * A supergraph that was read, and plans operations. Throws UnsafeSupergraph for what is none, and for one in which
 * something that clients see can be reached from no subgraph: a composition would not have made it, an edit by hand does.
 */
export class Planner implements HonestPlanner {
  readonly supergraph: Supergraph
  readonly responseNames: ResponseNames
  /** What clients see of the supergraph. */
  readonly schema: GraphQLSchema
  readonly check: PlanCheck
  readonly #graphqlSchema: GraphQLSchema
  readonly #planner: QueryPlanner

  constructor(supergraphSdl: string) {
    this.supergraph = built(supergraphSdl)
    this.#graphqlSchema = this.supergraph.schema.toGraphQLJSSchema()
    const { errors = [] } = validateSatisfiability({ supergraphSchema: this.supergraph.schema })
    refuse('the supergraph cannot be composed', errors.map(messageOf))
    this.responseNames = new ResponseNames(supergraphSdl)
    this.#planner = new QueryPlanner(this.supergraph)
    this.schema = this.supergraph.apiSchema().toGraphQLJSSchema()
    this.check = new PlanCheck(this.#graphqlSchema)
  }

  /** What executing its plans needs. */
  executed(sourceOf: ExecutedSchema['sourceOf'], log: ExecutedSchema['log']): ExecutedSchema {
    return {
      apiSchema: this.supergraph.apiSchema(),
      graphqlApiSchema: this.schema,
      graphqlSchema: this.#graphqlSchema,
      sourceOf,
      log,
    }
  }

  /** Throws a GraphQLError when there is no plan that answers what is asked. */
  honestPlan(document: DocumentNode, operationName: string | undefined): HonestPlan {
    const form = (every: boolean) => () =>
      this.responseNames.rename(document, operationName, every)?.document ?? document
    try {
      return honestPlan(this, [form(false), form(true)], operationName)
    } catch (error) {
      if (!(error instanceof NoHonestPlan)) throw error
      const { reason, message } = error
      throw new GraphQLError(`There is no way to answer this operation: ${message}.`, {
        extensions: { code: 'BAD_USER_INPUT', reason, http: { status: 400 } },
      })
    }
  }

  /** As the planner of @apollo/gateway makes it, whether it answers what is asked or not. */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const options = operationName === undefined ? {} : { operationName }
    return this.#planner.buildQueryPlan(operationFromDocument(this.supergraph.apiSchema(), document, options))
  }
}

/** Throws UnsafeSupergraph when there are problems. */
export function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0)
    throw new UnsafeSupergraph(`${what}:\n${[...new Set(problems)].map((one) => `  ${one}`).join('\n')}`)
}

export function messageOf(error: unknown): string {
  if (error instanceof GraphQLError) return error.message
  return error instanceof Error ? error.message : String(error)
}

function built(sdl: string): Supergraph {
  try {
    return Supergraph.build(resolvableKeysFirst(sdl))
  } catch (error) {
    throw new UnsafeSupergraph(`this is no supergraph: ${messageOf(error)}`, { cause: error })
  }
}
