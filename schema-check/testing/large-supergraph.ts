import type { Sources } from '../finding.ts'
import { subgraphSource } from '../subgraph/subgraph-source.ts'

/** How large a supergraph is, and whether its types lead to one another in one long chain. */
export interface Size {
  readonly subgraphs: number
  /** Of each subgraph. */
  readonly types: number
  readonly chain?: boolean
}

const imports = '"@key", "@shareable", "@external", "@requires"'
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n`

/**
 * A supergraph of any size, as its files by path. One type in ten is an entity, with an enum, an input and values beside
 * it; the first of each subgraph has a field more in the next one.
 */
export function largeSupergraph({ subgraphs, types, chain = false }: Size): Record<string, string> {
  const typesOf = chain ? chained : grouped
  return Object.fromEntries(
    Array.from({ length: subgraphs }, (_, at) => {
      const [own, next] = [`S${at}T`, `S${(at + 1) % subgraphs}T`]
      const query = `"Begins." type Query {\n  "One." s${at}(id: ID!): ${own}0\n}\n`
      const stub =
        subgraphs === 1
          ? ''
          : `"Of another." type ${next}0 @key(fields: "id") {\n  "Its id." id: ID!\n  "Back." of${at}: ${own}0\n}\n`
      return [`subgraphs/s${at}/schema.graphql`, [link, query, ...typesOf(own, types, `${next}0`), stub].join('')]
    }),
  )
}

/** Each leads to the one after it, and the last to another subgraph. */
function chained(own: string, types: number, next: string): string[] {
  return Array.from({ length: types }, (_, at) => {
    const key = at === 0 ? ' @key(fields: "id")' : ''
    return `"A link." type ${own}${at}${key} {\n  "Its id." id: ID!\n  "Next." next: ${at === types - 1 ? next : `${own}${at + 1}`}\n}\n`
  })
}

function grouped(own: string, types: number, next: string): string[] {
  return Array.from({ length: types }, (_, at) => {
    const name = `${own}${at}`
    const entity = `${own}${at - (at % 10)}`
    switch (at % 10) {
      case 0: {
        const other = at + 10 < types ? `${own}${at + 10}` : next
        const values = [1, 2, 3, 4, 5, 6].flatMap((one) =>
          at + 3 + one < types ? [`  "A value." v${one}: ${own}${at + 3 + one}`] : [],
        )
        return `"An entity." type ${name} @key(fields: "id") {\n  "Its id." id: ID!\n  "Its name." name(in: ${own}${at + 2}): String!\n  "Its kinds." kinds: [${own}${at + 1}!]!\n  "Another." other: ${other}\n${values.join('\n')}\n}\n`
      }
      case 1:
        return `"Kinds." enum ${name} {\n  "One." ONE\n  "Two." TWO\n  "Three." THREE\n}\n`
      case 2:
        return `"A filter." input ${name} {\n  "From." from: Int\n  "Kind." kind: ${own}${at - 1}\n  "Text." text: String\n}\n`
      default:
        return `"A value." type ${name} {\n  "Its text." text: String!\n  "How many." count: Int\n  "Since." since: String\n  "Whose." of: ${entity}\n}\n`
    }
  })
}

/** The same, as the check reads it. */
export function largeSources(size: Size): Sources {
  const subgraphs = Object.entries(largeSupergraph(size)).map(([file, sdl]) =>
    subgraphSource(file.split('/')[1] ?? '', file, sdl),
  )
  return { rev: 'head', subgraphs, operations: [], unread: [], read: () => undefined }
}
