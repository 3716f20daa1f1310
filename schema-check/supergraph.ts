import type { Schema } from '@apollo/federation-internals'
import { isInputObjectType, type DocumentNode, type GraphQLSchema } from 'graphql'
import { placesIn } from './change/places.ts'
import {
  apiDefinitions,
  apiDefinitionsBeside,
  besideHead,
  executable,
  type BesideHead,
} from './composition/beside-head.ts'
import { supergraphSdl } from './composition/compose.ts'
import { decided } from './composition/decide.ts'
import { supergraphText } from './composition/supergraph-text.ts'
import { isLarge } from './composition/type-definitions.ts'
import type { Sources } from './finding.ts'
import { planningIn, planningOf, type Planning } from './plans/planning.ts'
import { documentOf } from './stored-operations.ts'

/** A composed supergraph: what clients see of it, and what the router would do. */
export interface Composed {
  readonly apiSchema: GraphQLSchema
  /** What plans a document as a router does. */
  readonly planning: (document: DocumentNode) => Planning
}

const known = new WeakMap<object, Composed>()

/** Made once for what is the same. Undefined when they do not compose, which checkComposition tells. */
export function supergraphOf(sources: Sources): Composed | undefined {
  const beside = besideHead(sources)
  const schema = beside?.schemas.head ?? decided(sources).schema
  if (schema === undefined) return undefined
  const key = beside === undefined || beside.touched.size === 0 ? schema : beside
  let made = known.get(key)
  if (made === undefined) {
    const definitions = beside === undefined ? apiDefinitions(schema) : apiDefinitionsBeside(beside)
    const apiSchema = withOneOf(executable(definitions), oneOfInputs(sources))
    made = { apiSchema, planning: planningFor(sources, apiSchema, schema, beside) }
    known.set(key, made)
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

function withOneOf(schema: GraphQLSchema, inputs: readonly string[]): GraphQLSchema {
  for (const name of inputs) {
    const type = schema.getType(name)
    if (isInputObjectType(type)) type.isOneOf = true
  }
  return schema
}

function planningFor(
  sources: Sources,
  apiSchema: GraphQLSchema,
  schema: Schema,
  beside: BesideHead | undefined,
): Composed['planning'] {
  if (!isLarge(sources)) {
    let whole: Planning | undefined
    return () => (whole ??= planningIn(supergraphSdl(schema)))
  }
  const others = beside && { types: beside.touched, from: beside.schemas.base }
  return planningOf(supergraphText(schema, others), apiSchema, sources.operations.map(documentOf))
}
