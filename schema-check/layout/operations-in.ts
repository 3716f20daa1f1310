import { Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import type { Tree } from '../trees.ts'
import { textsIn } from '../use/texts-in.ts'
import { asGlob } from './as-glob.ts'
import { documentIn, graphqlFiles } from './subgraphs-in.ts'

const MANIFESTS = ['**/persisted-query-manifest.json', '**/persisted-documents.json', '**/persisted_queries.json']
const MAPS = '**/*.json'
const PAGES = '{md,mdx,markdown}'
const PROGRAMS = '{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}'
const MADE = /(^|\/)(node_modules|dist|build|out|coverage|\.[^/]+)\//
/** A program or a page that is larger was not written by people. */
const LONGEST = 200_000
/** Maps are made, and may be long. */
const LONGEST_MAP = 5_000_000
const ANY_DOCUMENT = /"(?:\\n|\s)*(?:(?:query|mutation|subscription|fragment)\b[^"]*)?\{/
/** How what clients send begins. */
const BEGINNING = /^(?:query|mutation|subscription|fragment|\{)/

/** Globs of the files in which operations of clients stand, by the folders that hold them; also of those that nobody can read. */
export function usualOperations(tree: Tree): string[] {
  const schemas = graphqlFiles(tree).map((file) => [file, documentIn(file, tree)] as const)
  const files = schemas
    .filter(([file, document]) => (document === undefined ? isMeantFor(file, tree) : isExecutable(document)))
    .map(([file]) => file)
  const programs = written(`**/*.${PROGRAMS}`, tree).filter((file) => {
    const { documents, unread } = foundIn(file, tree, /gql|graphql/i)
    return documents.length > 0 || unread > 0
  })
  const pages = written(`**/*.${PAGES}`, tree).filter(
    (file) => foundIn(file, tree, /gql|graphql/i).documents.length > 0,
  )
  const roots = rootFields(schemas.flatMap(([, document]) => document ?? []))
  const maps = written(MAPS, tree).filter((file) => {
    const { documents, unread } = foundIn(file, tree, ANY_DOCUMENT, LONGEST_MAP)
    // Texts of other kinds may look like GraphQL here and there.
    return documents.length >= unread && documents.some((one) => isNamed(one) || asksFor(one, roots))
  })
  return [
    ...new Set([
      ...files.map((file) => `${folderOf(file)}**/*.{graphql,gql}`),
      ...programs.map((file) => `${folderOf(file)}**/*.${PROGRAMS}`),
      ...pages.map((file) => (file.includes('/') ? `${folderOf(file)}**/*.${PAGES}` : `*.${PAGES}`)),
      ...[...maps, ...MANIFESTS.flatMap((glob) => written(glob, tree))].map(asGlob),
    ]),
  ].sort()
}

function written(glob: string, tree: Tree): string[] {
  return tree.matching(glob).filter((file) => !MADE.test(file))
}

/** It cannot be read, and begins as what clients send. */
function isMeantFor(file: string, tree: Tree): boolean {
  const lines = (tree.read(file) ?? '').split(/\r?\n/).map((line) => line.trim())
  return BEGINNING.test(lines.find((line) => line !== '' && !line.startsWith('#')) ?? '')
}

interface Found {
  /** Of clients: operations, or fragments alone. */
  readonly documents: readonly DocumentNode[]
  /** How many nobody can read. */
  readonly unread: number
}

function foundIn(file: string, tree: Tree, sign: RegExp, longest = LONGEST): Found {
  const text = tree.read(file) ?? ''
  if (text.length > longest || !sign.test(text)) return { documents: [], unread: 0 }
  const texts = textsIn({ file, text }).filter((one) => one.unreadable !== undefined || one.text.trim() !== '')
  const read = texts.flatMap((one) => documentOf(one.unreadable === undefined ? one.text : '') ?? [])
  return { documents: read.filter(isExecutable), unread: texts.length - read.length }
}

function documentOf(text: string): DocumentNode | undefined {
  try {
    return parse(text, { noLocation: true })
  } catch {
    return undefined
  }
}

function isExecutable({ definitions }: DocumentNode): boolean {
  return definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION)
}

/** A text in braces may be many things: one with a name is an operation. */
function isNamed({ definitions }: DocumentNode): boolean {
  return definitions.some((one) => 'name' in one && one.name !== undefined)
}

/** All that it asks for at its root is there. */
function asksFor({ definitions }: DocumentNode, roots: ReadonlySet<string>): boolean {
  return definitions
    .filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ selectionSet }) => selectionSet.selections)
    .every((one) => one.kind !== Kind.FIELD || one.name.value.startsWith('__') || roots.has(one.name.value))
}

function rootFields(schemas: readonly DocumentNode[]): Set<string> {
  const definitions = schemas.flatMap((one) => one.definitions)
  const named = definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION
      ? (one.operationTypes ?? []).map(({ type }) => type.name.value)
      : [],
  )
  const roots = new Set(['Query', 'Mutation', 'Subscription', ...named])
  const fields = definitions.flatMap((one) =>
    (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) && roots.has(one.name.value)
      ? (one.fields ?? [])
      : [],
  )
  return new Set(fields.map(({ name }) => name.value))
}

/** As deep as projects in a monorepo are: `apps/web/`, `web/src/`, `operations/`. */
function folderOf(file: string): string {
  const folders = file.split('/').slice(0, -1).slice(0, 2)
  return folders.length === 0 ? '' : `${asGlob(folders.join('/'))}/`
}
