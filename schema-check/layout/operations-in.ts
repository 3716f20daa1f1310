import { Kind } from 'graphql'
import { operationsIn } from '../stored-operations.ts'
import type { Tree } from '../trees.ts'
import { documentIn, graphqlFiles } from './subgraphs-in.ts'

const MANIFESTS = ['**/persisted-query-manifest.json', '**/persisted-documents.json', '**/persisted_queries.json']
const PROGRAMS = '**/*.{ts,tsx,js,jsx,mjs,vue,svelte}'
const MADE = /(^|\/)(node_modules|dist|build|out|coverage|\.[^/]+)\//
/** A program that is larger was not written by people. */
const LONGEST = 200_000
const MOST_PROGRAMS = 5_000

/** Globs of the files in which operations of clients stand, by the folders that hold them. */
export function usualOperations(tree: Tree): string[] {
  const files = graphqlFiles(tree).filter((file) =>
    documentIn(file, tree)?.definitions.some(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION,
    ),
  )
  const programs = tree
    .matching(PROGRAMS)
    .filter((file) => !MADE.test(file))
    .slice(0, MOST_PROGRAMS)
    .filter((file) => hasOperations(file, tree))
  return [
    ...new Set([
      ...files.map((file) => `${folderOf(file)}**/*.{graphql,gql}`),
      ...programs.map((file) => `${folderOf(file)}**/*.{ts,tsx,js,jsx,mjs,vue,svelte}`),
      ...MANIFESTS.flatMap((glob) => tree.matching(glob).filter((file) => !MADE.test(file))),
    ]),
  ].sort()
}

function hasOperations(file: string, tree: Tree): boolean {
  const text = tree.read(file) ?? ''
  return text.length < LONGEST && /gql|graphql/i.test(text) && operationsIn([{ file, text }]).operations.length > 0
}

/** As deep as projects in a monorepo are: `apps/web/`, `web/src/`, `operations/`. */
function folderOf(file: string): string {
  const folders = file.split('/').slice(0, -1).slice(0, 2)
  return folders.length === 0 ? '' : `${folders.join('/')}/`
}
