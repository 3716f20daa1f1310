import { validateSatisfiability } from '@apollo/composition'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner'
import { GraphQLError, parse, type DocumentNode, type GraphQLSchema } from 'graphql'
import {
  honestPlan,
  NoHonestPlan,
  type HonestPlan,
  type HonestPlanner,
} from '../../schema-check/plans/honest/honest-plan.ts'
import { PlanCheck } from '../../schema-check/plans/honest/plan-check.ts'
import { resolvableKeysFirst } from '../../schema-check/plans/honest/resolvable-keys-first.ts'
import { ResponseNames } from '../documents/response-names.ts'
import { messageOf, refuse, UnsafeSupergraph } from './unsafe-supergraph.ts'

/** Plans what is asked of one supergraph. */
export interface DocumentPlanner {
  /** `text` is a valid document. Fails with a GraphQLError when there is no plan that answers what is asked. */
  planText(text: string, operationName: string | undefined): HonestPlan | Promise<HonestPlan>
}

/** A supergraph that was read, and plans operations. Throws UnsafeSupergraph for what is none. */
export class Planner implements HonestPlanner, DocumentPlanner {
  readonly supergraphSdl: string
  readonly supergraph: Supergraph
  readonly responseNames: ResponseNames
  /** What clients see of the supergraph. */
  readonly schema: GraphQLSchema
  readonly check: PlanCheck
  readonly #planner: QueryPlanner

  constructor(supergraphSdl: string) {
    this.supergraphSdl = supergraphSdl
    this.supergraph = built(supergraphSdl)
    this.responseNames = ResponseNames.of(supergraphSdl)
    this.#planner = new QueryPlanner(this.supergraph)
    this.schema = this.supergraph.apiSchema().toGraphQLJSSchema()
    this.check = new PlanCheck(this.supergraph.schema.toGraphQLJSSchema())
  }

  /**
   * Throws UnsafeSupergraph when something that clients see can be reached from no subgraph: a composition would not
   * have made it, an edit by hand does.
   */
  refuseUnreachable(): void {
    const { errors = [] } = validateSatisfiability({ supergraphSchema: this.supergraph.schema })
    refuse('the supergraph cannot be composed', errors.map(messageOf))
  }

  planText(text: string, operationName: string | undefined): HonestPlan {
    return this.honestPlan(parse(text), operationName)
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

function built(sdl: string): Supergraph {
  try {
    return Supergraph.build(resolvableKeysFirst(sdl))
  } catch (error) {
    throw new UnsafeSupergraph(`this is no supergraph: ${messageOf(error)}`, { cause: error })
  }
}
