import { mergeSubgraphs, validateSatisfiability, type MergeResult } from '@apollo/composition'
import {
  buildSubgraph,
  defaultPrintOptions,
  errorCauses,
  printSchema,
  shallowOrderPrintedDefinitions,
  Subgraphs,
  upgradeSubgraphsIfNecessary,
  type Schema,
  type Subgraph,
} from '@apollo/federation-internals'
import { GraphQLError, type ASTNode } from 'graphql'
import type { Location, Sources, SubgraphSource } from '../finding.ts'
import { Recent } from '../recent.ts'
import { definitionsOf, placeIn } from '../sdl.ts'
import { withoutForeign } from './foreign.ts'
import { placeByText, type Place } from './place-by-text.ts'

export interface Problem {
  /** `FIELD_TYPE_MISMATCH` */
  readonly code: string
  readonly message: string
  readonly location?: Location | undefined
  readonly subgraph?: string | undefined
}

export interface Composition {
  readonly errors: readonly Problem[]
  readonly hints: readonly Problem[]
  /** Undefined when there are errors. */
  readonly schema?: Schema | undefined
}

/** A composition without the proof that every query can be answered, which is the dearer half, and with it. */
interface InTwoSteps {
  readonly merged: Composition
  readonly proved: () => Composition
}

const known = new Recent<InTwoSteps>(4)

/** Apollo's composition, once for what is the same: a head that changes no subgraph is composed as its base. */
export function composed(sources: Sources): Composition {
  const { merged, proved } = inTwoSteps(sources)
  return sources.merged === true ? merged : proved()
}

/** With the proof that every query can be answered, also of what was merged. */
export function composedWithProof(sources: Sources): Composition {
  return inTwoSteps(sources).proved()
}

function inTwoSteps(sources: Sources): InTwoSteps {
  return known.get(contentOf(sources), () => {
    const files = new Map(sources.subgraphs.map((one) => [one.file, one]))
    const merged = orTold(() => merge(sources, files))
    let proved: Composition | undefined
    return { merged, proved: () => (proved ??= orTold(() => prove(merged, files))) }
  })
}

/** It asserts what schemas that are no valid GraphQL do not hold. */
function orTold(compose: () => Composition): Composition {
  try {
    return compose()
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error
    return { errors: [{ code: 'UNKNOWN', message: `Apollo’s composition fails: ${error.message}` }], hints: [] }
  }
}

/** All that a composition depends on, as one text. */
export function contentOf({ subgraphs }: Sources): string {
  return JSON.stringify(subgraphs.map(({ name, file, sdl }) => [name, file, sdl]))
}

/** A supergraph as Apollo's composition writes it for routers. */
export function supergraphSdl(schema: Schema): string {
  const made = printed.get(schema) ?? printSchema(schema, shallowOrderPrintedDefinitions(defaultPrintOptions))
  printed.set(schema, made)
  return made
}

const printed = new WeakMap<Schema, string>()

type Files = ReadonlyMap<string, SubgraphSource>

function merge({ subgraphs }: Sources, files: Files): Composition {
  const unreadable = unreadableIn(subgraphs)
  if (unreadable.length > 0) return { errors: unreadable, hints: [] }
  const built = subgraphs.map(builtOf)
  const broken = built.flatMap(({ errors = [] }) => errors)
  if (broken.length > 0) return { errors: broken.map((error) => problemOf(error, files)), hints: [] }
  const upgraded = upgradeSubgraphsIfNecessary(listed(built.flatMap(({ subgraph = [] }) => subgraph)))
  const invalid = upgraded.errors ?? upgraded.subgraphs.validate() ?? []
  if (upgraded.errors !== undefined || invalid.length > 0) {
    return { errors: invalid.map((error) => problemOf(error, files)), hints: [] }
  }
  const merged = mergeSubgraphs(listed(upgraded.subgraphs.values()))
  return {
    errors: (merged.errors ?? []).map((error) => problemOf(error, files)),
    hints: (merged.hints ?? []).map((hint) => hintOf(hint, files)),
    schema: merged.supergraph,
  }
}

function prove(merged: Composition, files: Files): Composition {
  if (merged.schema === undefined) return merged
  const { errors = [], hints = [] } = validateSatisfiability({ supergraphSchema: merged.schema })
  if (errors.length > 0) return { errors: errors.map((error) => problemOf(error, files)), hints: [] }
  return { ...merged, hints: [...merged.hints, ...hints.map((hint) => hintOf(hint, files))] }
}

/** A base may hold what is no GraphQL; of a head that is told before. */
export function unreadableIn(subgraphs: readonly SubgraphSource[]): Problem[] {
  return subgraphs
    .filter((one) => definitionsOf(one).length === 0)
    .map(({ file }) => ({ code: 'INVALID_GRAPHQL', message: `${file} cannot be read` }))
}

/** A merge asks for the list of them for each field that there is, and makes it anew each time. */
class Listed extends Subgraphs {
  #values: readonly Subgraph[] | undefined

  override values(): readonly Subgraph[] {
    return (this.#values ??= super.values())
  }
}

function listed(subgraphs: readonly Subgraph[]): Subgraphs {
  const all = new Listed()
  for (const subgraph of subgraphs) all.add(subgraph)
  return all
}

interface Built {
  readonly subgraph?: Subgraph
  readonly errors?: readonly GraphQLError[]
}

const builds = new WeakMap<SubgraphSource, Built>()

/** A composition only reads its subgraphs, so what is unchanged is built and validated once for base and head. */
function builtOf(source: SubgraphSource): Built {
  let built = builds.get(source)
  if (built === undefined) {
    built = buildNow(source)
    builds.set(source, built)
  }
  return built
}

function buildNow(source: SubgraphSource): Built {
  try {
    return { subgraph: buildSubgraph(source.name, urlOf(source.name), withoutForeign(source)) }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error
    const message = `[${source.name}] ${error.message}`
    return { errors: errorCauses(error) ?? [new GraphQLError(message, { extensions: { code: 'INVALID_GRAPHQL' } })] }
  }
}

export function problemOf(error: GraphQLError, files: Files): Problem {
  return {
    code: String(error.extensions['code'] ?? 'UNKNOWN'),
    message: error.message,
    ...(placeOf(error.nodes, files) ?? placeByText(error.message, [...files.values()])),
  }
}

type Hint = NonNullable<MergeResult['hints']>[number]

function hintOf({ definition, message, nodes }: Hint, files: Files): Problem {
  return { code: definition.code, message, ...(placeOf(nodes, files) ?? placeByText(message, [...files.values()])) }
}

function placeOf(nodes: readonly ASTNode[] | undefined, files: Files): Place | undefined {
  const loc = nodes?.find((node) => node.loc !== undefined)?.loc
  if (loc === undefined) return undefined
  const subgraph = files.get(loc.source.name)
  if (subgraph === undefined) return undefined
  const { line, column } = loc.startToken
  return { location: placeIn(subgraph, line, column), subgraph: subgraph.name }
}

/** Where a subgraph listens is nothing that composition looks at. */
export function urlOf(name: string): string {
  return `http://${name}.invalid/graphql`
}
