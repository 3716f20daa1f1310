import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { composeServices } from '@apollo/composition'
import { getLocation, GraphQLError, parse, Source, type ASTNode } from 'graphql'
import { PORTS, SUBGRAPHS } from '../subgraphs/subgraphs.ts'

export const ROOT = join(import.meta.dirname, '..')
export const SUPERGRAPH_FILE = join(import.meta.dirname, 'supergraph.graphql')

/** A placeholder in the supergraph, which the router overrides. */
const ports: Readonly<Record<string, number>> = PORTS

export interface SubgraphSource {
  readonly name: string
  /** From the root of the repository, for messages. */
  readonly path: string
  readonly sdl: string
}

/** The subgraphs do not compose. The message has one line per problem: where, which, why. */
export class CompositionFailed extends Error {
  override readonly name = 'CompositionFailed'
}

/** A subgraph of the list lacks something of what each has; the message says what, and where. */
export class HalfMadeSubgraph extends Error {
  override readonly name = 'HalfMadeSubgraph'
  constructor(file: string, lacks: string, cause?: unknown) {
    super(`${file} ${lacks}. CONTRIBUTING.md, “Add a subgraph”, says what each has.`, { cause })
  }
}

export interface Composed {
  readonly supergraphSdl: string
  /** What composes but looks odd, one line each. */
  readonly hints: readonly string[]
}

const SUBGRAPHS_FOLDER = join(ROOT, 'subgraphs')

/** Throws HalfMadeSubgraph. */
export function readSubgraphs(folder = SUBGRAPHS_FOLDER): SubgraphSource[] {
  if (folder === SUBGRAPHS_FOLDER) refuseHalfMade()
  return readdirSync(folder)
    .map((name) => ({ name, file: join(folder, name, 'schema.graphql') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => ({ name, path: relative(ROOT, file), sdl: readFileSync(file, 'utf8') }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

function refuseHalfMade(): void {
  for (const name of SUBGRAPHS)
    for (const file of ['package.json', 'schema.graphql'].map((file) => `subgraphs/${name}/${file}`))
      if (!existsSync(join(ROOT, file)))
        throw new HalfMadeSubgraph(file, `is not there, and subgraphs/subgraphs.ts lists ${name}`)
}

/** Throws CompositionFailed. */
export function compose(subgraphs: readonly SubgraphSource[]): Composed {
  const services = subgraphs.map(({ name, path, sdl }) => {
    const port = ports[name]
    if (port === undefined)
      throw new CompositionFailed(`${path}: the subgraph ${name} is not in the list of subgraphs/subgraphs.ts`)
    return { name, url: `http://127.0.0.1:${port}/graphql`, typeDefs: parsed(path, sdl) }
  })
  const { errors, supergraphSdl, hints } = composeServices(services)
  if (errors !== undefined) throw new CompositionFailed(errors.map(describeError).join('\n'))
  return { supergraphSdl: `${supergraphSdl.trim()}\n`, hints: hints.filter(isWorthReading).map(describeHint) }
}

function parsed(path: string, sdl: string) {
  try {
    return parse(new Source(sdl, path))
  } catch (error) {
    if (error instanceof GraphQLError) throw new CompositionFailed(describeError(error))
    throw error
  }
}

function describeError(error: GraphQLError): string {
  const code = typeof error.extensions['code'] === 'string' ? `${error.extensions['code']} ` : ''
  const line = error.source === undefined ? '' : `${error.source.name}:${error.locations?.[0]?.line ?? 1}: `
  return `${placesOf(error.nodes) || line}${code}${error.message}`
}

type Hint = NonNullable<ReturnType<typeof composeServices>['hints']>[number]

// An enum that is only answered is the union of what its owners say: UserErrorCode is meant to differ.
function isWorthReading(hint: Hint): boolean {
  return hint.definition.code !== 'INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM'
}

function describeHint(hint: Hint): string {
  return `${placesOf(hint.nodes)}${hint.definition.code} ${hint.message}`
}

function placesOf(nodes: readonly ASTNode[] | undefined): string {
  const places = (nodes ?? []).flatMap(({ loc }) =>
    loc === undefined ? [] : [`${loc.source.name}:${getLocation(loc.source, loc.start).line}`],
  )
  return places.length === 0 ? '' : `${[...new Set(places)].join(', ')}: `
}
