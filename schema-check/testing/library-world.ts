import type { Sources } from '../finding.ts'
import { operationsIn } from '../stored-operations.ts'
import { subgraphSource } from '../subgraph/subgraph-source.ts'

const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides"])
`

// Clients see a directive that every subgraph declares.
const cached = 'directive @cached(seconds: Int = 60) on FIELD | QUERY'

const catalogue = `${link}
${cached}
scalar Day @specifiedBy(url: "https://example.com/day")
type Query {
  book(id: ID!): Book
  books(first: Int = 20, order: Order = TITLE, filter: BookFilter, tag: String, shelf: String @deprecated(reason: "2026-01-10: Use tag.")): [Book!]!
  search(text: String!): [Hit!]!
  node(id: ID!): Node
}
interface Node {
  id: ID!
}
type Book implements Node @key(fields: "id") {
  id: ID!
  title: String!
  subtitle: String
  authors: [String!]!
  status: BookStatus!
  genre: Genre!
  weight: Int
  published: Day
  blurb: String
  pages: Int @deprecated(reason: "2026-01-10: Use weight.")
  isbn: String @deprecated(reason: "2026-11-01: Use id.")
  cover: String @deprecated(reason: "Use title.")
}
type Author implements Node @key(fields: "id") {
  id: ID!
  name: String!
}
type Shop {
  name: String!
}
union Hit = Book | Author
enum BookStatus {
  FREE
  LENT
}
enum Order {
  TITLE
  NEWEST
}
enum Genre {
  NOVEL
  POEM
}
input BookFilter {
  genre: Genre # wanted
  author: String
  since: Int = 1900
  until: Int
  shelf: String @deprecated(reason: "2026-01-10: Use author.")
}
`

const loans = `${link}
${cached}
type Query {
  loan(id: ID!): Loan
}
type Mutation {
  lend(input: LendInput!): LendPayload!
  giveBack(id: ID!, note: String): Loan
}
type Loan @key(fields: "id") {
  id: ID!
  days: Int!
  fine: Int!
  book: Book!
}
type Book @key(fields: "id") {
  id: ID!
  loans(first: Int = 10): [Loan!]!
}
type LendPayload {
  loan: Loan
  problem: String
}
input LendInput {
  bookId: ID!
  days: Int = 14
  parcel: ParcelInput
}
input ParcelInput {
  street: String!
  grams: Int
}
`

const web = `query Books($order: Order, $filter: BookFilter) {
  books(order: $order, filter: $filter) { id title status genre }
}
query BookPage($id: ID!) {
  book(id: $id) { title subtitle authors weight loans(first: 3) { id days } }
}
query Novels { books(filter: { genre: NOVEL }) { title @include(if: true) } }
query Find { search(text: "moon") { ... on Book { title } ... on Author { name } } }
query LoanPage($id: ID!) { loan(id: $id) { id fine book { title } } }
mutation Lend($input: LendInput!) { lend(input: $input) { loan { id } problem } }
query Cached @cached { node(id: "1") { id } }
query Wish { wishes { id } }
`

/** A supergraph of two subgraphs, and the operations of an application: text by a short name. */
export interface Library {
  catalogue: string
  loans: string
  web: string
  /** A subgraph that may come in addition. */
  desk?: string
}

export function library(): Library {
  return { catalogue, loans, web }
}

export const LINK = link

/** A change of one file: the text that is replaced, and what it is replaced by; or text that is appended. */
export type Edit =
  readonly [file: keyof Library, from: string, to: string] | readonly [file: keyof Library, more: string]

/** Throws when what is to be replaced is not there, so that no test passes for having changed nothing. */
export function edited(edits: readonly Edit[], start = library()): Library {
  const files = { ...start }
  for (const [file, from, to] of edits) {
    const text = files[file] ?? ''
    if (to !== undefined && !text.includes(from)) throw new Error(`${file} has no ${from}`)
    files[file] = to === undefined ? `${text}${from}` : text.replace(from, to)
  }
  return files
}

export function librarySources(files: Library, rev: string): Sources {
  const subgraphs = (['catalogue', 'loans', 'desk'] as const).flatMap((name) => {
    const sdl = files[name]
    return sdl === undefined ? [] : [subgraphSource(name, name, sdl)]
  })
  return {
    rev,
    ...(rev === 'base' && { merged: true }),
    subgraphs,
    ...operationsIn([{ file: 'web.graphql', text: files.web }]),
    read: () => undefined,
  }
}
