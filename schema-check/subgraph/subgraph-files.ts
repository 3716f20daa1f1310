import { posix } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Config } from '../config.ts'

/** Which files a subgraph is made of, in order. */
export interface SubgraphFiles {
  readonly name: string
  readonly files: readonly string[]
}

interface Files {
  matching(glob: string): string[]
  read(file: string): string | undefined
}

/** The list of subgraphs, as another tool has it, cannot be read; the message says what is wrong. */
export class BrokenList extends Error {
  override readonly name = 'BrokenList'
}

/** The subgraphs that the configuration speaks of and that there are, by their names. Throws BrokenList. */
export function subgraphFiles(subgraphs: Config['subgraphs'], tree: Files): SubgraphFiles[] {
  const found = listed(subgraphs, tree).filter(({ files }) => files.length > 0)
  const byName = Map.groupBy(found, ({ name }) => name)
  return [...byName]
    .map(([name, parts]) => ({ name, files: [...new Set(parts.flatMap(({ files }) => files))] }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** What the configuration names and is not there: a glob, or a name of which no file is. Throws BrokenList. */
export function emptySubgraphs(subgraphs: Config['subgraphs'], tree: Files): string[] {
  if (Array.isArray(subgraphs)) {
    return subgraphs.flatMap((one) => emptySubgraphs(typeof one === 'string' ? one : { [one.name]: one.schema }, tree))
  }
  const found = listed(subgraphs, tree)
  if (typeof subgraphs === 'string' && found.length === 0) return [subgraphs]
  return found.filter(({ files }) => files.length === 0).map(({ name }) => name)
}

/** The file of another tool that says which subgraphs there are, where it is one. */
export function listIn(subgraphs: Config['subgraphs']): string | undefined {
  return typeof subgraphs === 'string' && /\.ya?ml$/.test(subgraphs) ? subgraphs : undefined
}

function listed(subgraphs: Config['subgraphs'], tree: Files): SubgraphFiles[] {
  if (typeof subgraphs === 'string') {
    if (listIn(subgraphs) !== undefined) return inList(subgraphs, tree)
    return tree.matching(subgraphs).map((file) => ({ name: nameOf(file, posix.normalize(subgraphs)), files: [file] }))
  }
  if (!Array.isArray(subgraphs)) {
    return Object.entries(subgraphs).map(([name, globs]) => ({ name, files: matchingAll([globs].flat(), tree) }))
  }
  return subgraphs.flatMap((one) =>
    typeof one === 'string' ? listed(one, tree) : [{ name: one.name, files: matchingAll([one.schema].flat(), tree) }],
  )
}

function matchingAll(globs: readonly string[], tree: Files): string[] {
  return globs.flatMap((glob) => tree.matching(glob))
}

const Schema = z.object({ file: z.string().optional() })
// rover's supergraph.yaml has a map, wgc's configuration a list.
const List = z.object({
  subgraphs: z.union([
    z.record(z.string(), z.object({ schema: Schema })),
    z.array(z.object({ name: z.string(), schema: Schema })),
  ]),
})

function inList(file: string, tree: Files): SubgraphFiles[] {
  const text = tree.read(file)
  if (text === undefined) return []
  const { subgraphs } = readList(file, text)
  const entries = Array.isArray(subgraphs)
    ? subgraphs.map(({ name, schema }) => [name, schema] as const)
    : Object.entries(subgraphs).map(([name, { schema }]) => [name, schema] as const)
  return entries.map(([name, schema]) => {
    if (schema.file === undefined) {
      throw new BrokenList(
        `${file}: the schema of ${name} is in no file, and the network is not asked. Keep it in a file.`,
      )
    }
    return { name, files: tree.matching(posix.join(posix.dirname(file), schema.file)) }
  })
}

function readList(file: string, text: string): z.infer<typeof List> {
  try {
    return List.parse(parse(text))
  } catch (error) {
    const why =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
    throw new BrokenList(`${file} is no list of subgraphs: ${why}`, { cause: error })
  }
}

/**
 * What the star of the glob stands for: the folder below `subgraphs`, the file below `schemas`, and with several the first.
 * Without one it is the folder of a file that is called schema, or the file's own name.
 */
function nameOf(file: string, glob: string): string {
  const [patterns, segments] = [glob.split('/'), file.split('/')]
  const isName = (pattern: string) => pattern !== '**' && /[*{]/.test(pattern)
  const deep = patterns.indexOf('**')
  const at = patterns.findIndex(isName)
  const fromEnd = deep >= 0 && deep < at
  if (at >= 0 && !(fromEnd && isFile(at, patterns))) {
    const segment = (fromEnd ? segments[segments.length - (patterns.length - at)] : segments[at]) ?? ''
    return withoutFixed(segment, patterns[at] ?? '')
  }
  const base = (segments.at(-1) ?? '').replace(/\.(graphqls?|gql)$/, '')
  return at < 0 && base !== 'schema' ? base : (segments.at(-2) ?? base)
}

function isFile(at: number, patterns: readonly string[]): boolean {
  return at === patterns.length - 1
}

function withoutFixed(segment: string, pattern: string): string {
  const before = pattern.search(/[*{]/)
  const after = pattern.length - 1 - Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('}'))
  return segment.slice(before, segment.length - after)
}
