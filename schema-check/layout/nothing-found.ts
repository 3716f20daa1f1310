import { parse } from 'graphql'
import type { Tree } from '../trees.ts'
import { textsIn } from '../use/texts-in.ts'
import { isSubgraph, MADE } from './subgraphs-in.ts'

const PROGRAMS = '**/*.{ts,mts,cts,js,mjs,cjs}'

/** What to do where nobody says what the subgraphs are, and nothing looks like one. */
export function nothingFound(tree: Tree): string {
  const seen = tree.matching(PROGRAMS).find((file) => !MADE.test(file) && definesTypes(file, tree))
  const inCode = seen === undefined ? '' : ` ${seen} has typeDefs in code, which are not read.`
  return `No schema of a subgraph is in ${tree.rev}: *.graphql, *.graphqls and *.gql files with types were looked for, and rover's or wgc's supergraph.yaml.${inCode} Print the SDL of each subgraph to a file, as subgraphs/NAME/schema.graphql, and keep it in git.`
}

function definesTypes(file: string, tree: Tree): boolean {
  const text = tree.read(file) ?? ''
  return /\btypeDefs\s{0,80}[:=]/.test(text) || textsIn({ file, text }).some((one) => hasTypes(one.text))
}

function hasTypes(text: string): boolean {
  try {
    return isSubgraph(parse(text, { noLocation: true }))
  } catch {
    return false
  }
}
