import { posix } from 'node:path'
import { Kind, parse, type DocumentNode } from 'graphql'
import type { Config } from '../config.ts'
import type { Tree } from '../trees.ts'
import { asGlob } from './as-glob.ts'

/** What rover and wgc call their lists of subgraphs. */
const LISTS = ['supergraph', 'supergraph-config', 'rover', 'graph', 'compose'].flatMap((name) => [
  `${name}.yaml`,
  `${name}.yml`,
  `*/${name}.yaml`,
  `*/${name}.yml`,
])

/** Folders in which each thing is a project of its own: what says it best first. */
const GROUPS = 'subgraphs services microservices apps packages projects libs graphs modules schemas schema'.split(' ')

const DEFINES = /^[ \t]{0,80}(?:extend )?(?:schema|type|interface|union|enum|input|scalar|directive) {1,80}[\w@{]/m

export const MADE = /(^|\/)(node_modules|dist|build|out|generated|__generated__|\.[^/]+)\//

/** Which subgraphs there seem to be, as a configuration says it; undefined when there is nothing that looks like one. */
export function usualSubgraphs(tree: Tree): Config['subgraphs'] | undefined {
  const list = LISTS.flatMap((glob) => tree.matching(glob)).find((file) => /^subgraphs:/m.test(tree.read(file) ?? ''))
  if (list !== undefined) return list
  const all = graphqlFiles(tree).map((file) => [file, documentIn(file, tree)] as const)
  const read = all.flatMap(([file, document]) => (isSubgraph(document) ? [file] : []))
  const names = new Set(read.map((file) => posix.basename(file)))
  // One that nobody can read is told as that, and not left out.
  const broken = all.flatMap(([file, document]) =>
    document === undefined && (names.has(posix.basename(file)) || isMeantFor(file, tree)) ? [file] : [],
  )
  const files = [...read, ...broken].sort()
  if (files.length === 0) return undefined
  const own = withoutLinked(files, tree)
  const groups = Map.groupBy(own, (file) => nameOf(file, own))
  return oneGlob(groups, tree) ?? Object.fromEntries([...groups].map(([name, own]) => [name, globsFor(own, tree)]))
}

/**
 * What others only link to is no subgraph of its own, and what stands twice in one is read once. A file of a subgraph that
 * another links to is of both.
 */
function withoutLinked(files: readonly string[], tree: Tree): string[] {
  const linked = new Map(files.map((file) => [file, tree.real(file)] as const).filter(([file, real]) => file !== real))
  if (linked.size === 0) return [...files]
  const targets = new Set(linked.values())
  const groups = Map.groupBy(files, (file) => nameOf(file, files))
  return [...groups.values()].flatMap((own) => {
    const once = own.filter((file) => !own.includes(linked.get(file) ?? ''))
    return once.every((file) => targets.has(file)) && once.length === own.length ? [] : once
  })
}

/** All GraphQL that people wrote, schemas and operations. */
export function graphqlFiles(tree: Tree): string[] {
  return tree.matching('**/*.{graphql,graphqls,gql}').filter((file) => !MADE.test(file))
}

export function documentIn(file: string, tree: Tree): DocumentNode | undefined {
  try {
    return parse(tree.read(file) ?? '', { noLocation: true })
  } catch {
    return undefined
  }
}

/** Types, and not those that a composition made. */
export function isSubgraph(document: DocumentNode | undefined): boolean {
  const definitions = document?.definitions ?? []
  const isComposed = definitions.some(
    (one) => one.kind === Kind.DIRECTIVE_DEFINITION && one.name.value.startsWith('join__'),
  )
  return !isComposed && definitions.some(({ kind }) => /Type(Definition|Extension)$/.test(kind))
}

/** It cannot be read, and has the words of a schema. */
function isMeantFor(file: string, tree: Tree): boolean {
  // Of another encoding some letters can be read.
  return DEFINES.test((tree.read(file) ?? '').replaceAll(/[\0\uFFFD]/g, ''))
}

/** Files that stand where those of a list do, have a root field or an entity, and are not in it. */
export function besideThem(listed: readonly string[], tree: Tree): string[] {
  const globs = new Set(
    listed.map((file) => {
      const segments = file.split('/')
      const at = Math.min(nameAt(segments, listed), segments.length - 1)
      const star = at === segments.length - 1 ? `*${posix.extname(file)}` : '*'
      return segments.map(asGlob).toSpliced(at, 1, star).join('/')
    }),
  )
  const others = new Set([...globs].flatMap((glob) => tree.matching(glob))).difference(new Set(listed))
  return [...others].filter((file) => !MADE.test(file) && isServed(documentIn(file, tree))).sort()
}

function isServed(document: DocumentNode | undefined): boolean {
  return (
    isSubgraph(document) &&
    (document?.definitions ?? []).some(
      (one) =>
        (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) &&
        (one.name.value === 'Query' || one.directives?.some(({ name }) => name.value === 'key')),
    )
  )
}

/** The folder in a folder of projects, or the folder below what all have in common; a file there by its own name. */
function nameAt(segments: readonly string[], all: readonly string[]): number {
  const group = GROUPS.map((name) => segments.indexOf(name)).find((at) => at >= 0 && at < segments.length - 1)
  return group === undefined ? commonDepth(all) : group + 1
}

function nameOf(file: string, all: readonly string[]): string {
  const segments = file.split('/')
  const at = nameAt(segments, all)
  const segment = segments[at] ?? ''
  const name = segment.replace(/(\.subgraph)?\.(graphqls?|gql)$/, '')
  return name !== 'schema' || name === segment ? name : (segments[at - 1] ?? 'graph')
}

function commonDepth(files: readonly string[]): number {
  const paths = files.map((file) => file.split('/').slice(0, -1))
  const [first = []] = paths
  const end = first.findIndex((segment, index) => paths.some((path) => path[index] !== segment))
  return end < 0 ? first.length : end
}

/**
 * `services/*\/schema.graphql`, where that is all of them and the star is their name; of one alone, where others usually
 * come beside it.
 */
function oneGlob(groups: ReadonlyMap<string, readonly string[]>, tree: Tree): string | undefined {
  const globs = [...groups].map(([name, own]) => {
    const segments = own[0]?.split('/') ?? []
    const at = segments.indexOf(name)
    const hasPlace = groups.size > 1 || GROUPS.includes(segments[at - 1] ?? '')
    return own.length === 1 && at >= 0 && hasPlace ? segments.map(asGlob).toSpliced(at, 1, '*').join('/') : undefined
  })
  const [glob] = globs
  const isAll = glob !== undefined && globs.every((one) => one === glob)
  return isAll && (groups.size > 1 || tree.matching(glob).length === 1) ? glob : undefined
}

function globsFor(files: readonly string[], tree: Tree): string | string[] {
  const [first = ''] = files
  if (files.length === 1) return asGlob(first)
  const folder = files.map((file) => posix.dirname(file)).reduce(common)
  const glob = `${asGlob(folder)}/**/*${posix.extname(first)}`
  const same = tree.matching(glob).join() === [...files].sort().join()
  return folder !== '.' && same ? glob : files.map(asGlob)
}

function common(one: string, other: string): string {
  const [a, b] = [one.split('/'), other.split('/')]
  const end = a.findIndex((segment, index) => segment !== b[index])
  return (end < 0 ? a : a.slice(0, end)).join('/') || '.'
}
