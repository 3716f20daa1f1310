import { Kind } from 'graphql'
import { operationsIn } from '../stored-operations.ts'
import type { Tree } from '../trees.ts'
import { documentIn, graphqlFiles } from './subgraphs-in.ts'

const MANIFESTS = ['**/persisted-query-manifest.json', '**/persisted-documents.json', '**/persisted_queries.json']
const MAPS = '**/*.json'
const PAGES = '{md,mdx,markdown}'
const PROGRAMS = '{ts,tsx,js,jsx,mjs,vue,svelte}'
const MADE = /(^|\/)(node_modules|dist|build|out|coverage|\.[^/]+)\//
/** A program or a page that is larger was not written by people. */
const LONGEST = 200_000
/** Maps are made, and may be long. */
const LONGEST_MAP = 5_000_000
const ANY_DOCUMENT = /"(?:\\n|\s)*(?:query|mutation|subscription|fragment)\b[^"]*\{/
const MOST_FILES = 5_000

/** Globs of the files in which operations of clients stand, by the folders that hold them; also of those that nobody can read. */
export function usualOperations(tree: Tree): string[] {
  const files = graphqlFiles(tree).filter((file) =>
    documentIn(file, tree)?.definitions.some(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION,
    ),
  )
  const programs = written(`**/*.${PROGRAMS}`, tree).filter((file) => {
    const { operations, unread } = storedIn(file, tree, /gql|graphql/i)
    return operations > 0 || unread > 0
  })
  const pages = written(`**/*.${PAGES}`, tree).filter((file) => storedIn(file, tree, /gql|graphql/i).operations > 0)
  const maps = written(MAPS, tree).filter((file) => {
    const { operations, unread } = storedIn(file, tree, ANY_DOCUMENT, LONGEST_MAP)
    // Texts of other kinds may look like GraphQL here and there.
    return operations > 0 && operations >= unread
  })
  return [
    ...new Set([
      ...files.map((file) => `${folderOf(file)}**/*.{graphql,gql}`),
      ...programs.map((file) => `${folderOf(file)}**/*.${PROGRAMS}`),
      ...pages.map((file) => (file.includes('/') ? `${folderOf(file)}**/*.${PAGES}` : `*.${PAGES}`)),
      ...maps,
      ...MANIFESTS.flatMap((glob) => written(glob, tree)),
    ]),
  ].sort()
}

function written(glob: string, tree: Tree): string[] {
  return tree
    .matching(glob)
    .filter((file) => !MADE.test(file))
    .slice(0, MOST_FILES)
}

function storedIn(file: string, tree: Tree, sign: RegExp, longest = LONGEST): { operations: number; unread: number } {
  const text = tree.read(file) ?? ''
  if (text.length > longest || !sign.test(text)) return { operations: 0, unread: 0 }
  const { operations, unread } = operationsIn([{ file, text }])
  return { operations: operations.length, unread: unread.length }
}

/** As deep as projects in a monorepo are: `apps/web/`, `web/src/`, `operations/`. */
function folderOf(file: string): string {
  const folders = file.split('/').slice(0, -1).slice(0, 2)
  return folders.length === 0 ? '' : `${folders.join('/')}/`
}
