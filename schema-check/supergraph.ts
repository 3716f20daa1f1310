import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph, type Schema } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import { buildASTSchema, isInputObjectType, type GraphQLSchema } from 'graphql'
import { placesIn } from './change/places.ts'
import { supergraphSdl } from './composition/compose.ts'
import { decided } from './composition/decide.ts'
import type { Sources } from './finding.ts'
import { PlanCheck } from './plans/honest/plan-check.ts'
import { resolvableKeysFirst } from './plans/honest/resolvable-keys-first.ts'

/** A composed supergraph: what clients see of it, and what the router would do. */
export interface Composed {
  readonly apiSchema: GraphQLSchema
  /** As a router has it. */
  readonly supergraph: () => Supergraph
  readonly planner: () => QueryPlanner
  readonly check: () => PlanCheck
}

const known = new WeakMap<Schema, Composed>()

/** Made once for what is the same. Undefined when they do not compose, which checkComposition tells. */
export function supergraphOf(sources: Sources): Composed | undefined {
  const { schema } = decided(sources)
  if (schema === undefined) return undefined
  let made = known.get(schema)
  if (made === undefined) {
    made = composedOf(schema, oneOfInputs(sources))
    known.set(schema, made)
  }
  return made
}

/** Inputs of which one field is given: Apollo's composition leaves that out, and other routers and subgraphs hold to it. */
function oneOfInputs(sources: Sources): string[] {
  return [...placesIn(sources)]
    .filter(([, parts]) => parts.some(({ kind }) => kind === 'input'))
    .filter(([, parts]) => parts.some(({ directives }) => directives.some(({ name }) => name.value === 'oneOf')))
    .map(([coordinate]) => coordinate)
}

function composedOf(schema: Schema, oneOf: readonly string[]): Composed {
  // Where there is no operation to plan, there is no planner to make.
  const supergraph = once(() => builtOf(schema))
  return {
    apiSchema: withOneOf(executable(schema.toAPISchema()), oneOf),
    supergraph,
    planner: once(() => new QueryPlanner(supergraph())),
    check: once(() => new PlanCheck(executable(supergraph().schema))),
  }
}

function withOneOf(schema: GraphQLSchema, inputs: readonly string[]): GraphQLSchema {
  for (const name of inputs) {
    const type = schema.getType(name)
    if (isInputObjectType(type)) type.isOneOf = true
  }
  return schema
}

/** It was validated when it was composed. */
function executable(schema: Schema): GraphQLSchema {
  return buildASTSchema(schema.toAST(), { assumeValid: true, assumeValidSDL: true })
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

/** With all that composition knows, whether the gateway serves it or not: that is a question of its own. */
function builtOf(schema: Schema): Supergraph {
  return Supergraph.build(resolvableKeysFirst(supergraphSdl(schema)), {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  })
}
