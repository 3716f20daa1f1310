import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { composed, type Composition } from './composition/compose.ts'
import type { Sources } from './finding.ts'
import { PlanCheck } from './plans/honest/plan-check.ts'
import { resolvableKeysFirst } from './plans/honest/resolvable-keys-first.ts'

/** A composed supergraph: what clients see of it, and what the router would do. */
export interface Composed {
  readonly supergraph: Supergraph
  readonly apiSchema: GraphQLSchema
  readonly planner: () => QueryPlanner
  readonly check: () => PlanCheck
}

const known = new WeakMap<Composition, Composed>()

/** Made once for what is the same. Undefined when they do not compose, which checkComposition tells. */
export function supergraphOf(sources: Sources): Composed | undefined {
  const composition = composed(sources)
  const made = known.get(composition)
  if (made !== undefined) return made
  const { supergraphSdl } = composition
  if (supergraphSdl === undefined) return undefined
  const supergraph = builtOf(supergraphSdl)
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema()
  let planner: QueryPlanner | undefined
  let check: PlanCheck | undefined
  // Where there is no operation to plan, there is no planner to make.
  const fresh: Composed = {
    supergraph,
    apiSchema,
    planner: () => (planner ??= new QueryPlanner(supergraph)),
    check: () => (check ??= new PlanCheck(supergraph.schema.toGraphQLJSSchema())),
  }
  known.set(composition, fresh)
  return fresh
}

/** With all that composition knows, whether the gateway serves it or not: that is a question of its own. */
function builtOf(supergraphSdl: string): Supergraph {
  return Supergraph.build(resolvableKeysFirst(supergraphSdl), {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  })
}
