import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, graphql, parse, type GraphQLSchema } from 'graphql'
import type { Logger } from '@ebook/chassis/log'
import type { ExecutedSchema } from '../executor/execution.ts'
import type { SubgraphAnswer, SubgraphSource } from '../executor/subgraph-source.ts'
import { openLiveSchema } from '../federation/live-schema.ts'
import type { LiveSchema } from '../federation/planned-subscription.ts'
import { Planner } from '../planning/planner.ts'
import { executedBy, servedBy } from './planned-here.ts'

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@external", "@requires", "@shareable"])`

const view = `${federation}
  type Query { row(id: ID!, status: Status): Row }
  type Subscription {
    rowChanged(id: ID, status: Status, snapshot: Boolean = false, by: Choice): Row
    sureRowChanged: Row!
  }
  enum Status { OPEN CLOSED }
  input Choice { from: Int! = 1, to: Int }
  type Row @key(fields: "id") {
    id: ID!
    version: Int!
    tags: [String!]!
    book: Book
    sureBook: Book!
    owner: Person
    things: [Thing!]!
  }
  union Thing = Book | Person
  type Book @key(fields: "id") { id: ID! weight: Int @shareable }
  type Person @key(fields: "id", resolvable: false) { id: ID! }
`
const shop = `${federation}
  type Query { books: [Book!]! }
  type Book @key(fields: "id") {
    id: ID!
    weight: Int @external
    title(lang: String): String!
    authors: [String!]
    shipping: Int @requires(fields: "weight")
    rare: String!
  }
`
const people = `${federation}
  type Query { me: Person }
  type Person @key(fields: "id") { id: ID! name: String friends: [Person!]! }
`

const schemas: Readonly<Record<string, GraphQLSchema>> = {
  view: schemaOf(view, {
    Query: { row: (_: unknown, { id }: { id: string }) => rowOf(id) },
    Row: { __resolveReference: ({ id }: { id: string }) => rowOf(id) },
    Book: { __resolveReference: ({ id }: { id: string }) => ({ id, weight: id.length }) },
  }),
  shop: schemaOf(shop, {
    Book: {
      __resolveReference: (book: { id: string; weight?: number }) => (book.id === 'none' ? null : book),
      title: ({ id }: { id: string }, { lang }: { lang?: string }) => `${lang ?? 'en'} ${id}`,
      authors: ({ id }: { id: string }) => (id === 'b1' ? null : ['An Author']),
      shipping: ({ weight }: { weight?: number }) => (weight ?? 0) * 10,
      rare: ({ id }: { id: string }) => {
        if (id !== 'b1') throw new Error('it is not there')
        return 'rare'
      },
    },
  }),
  people: schemaOf(people, {
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => (id === 'p2' ? null : `Name of ${id}`),
      friends: ({ id }: { id: string }) => (id === 'p1' ? [{ id: 'p2' }, { id: 'p3' }] : []),
    },
  }),
}

type Resolvers = NonNullable<Parameters<typeof graphql>[0]['rootValue']>

function schemaOf(sdl: string, resolvers: Resolvers): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }])
}

const rows: Readonly<Record<string, { book: string; sureBook: string; owner: string }>> = {
  '1': { book: 'b1', sureBook: 'b1', owner: 'p1' },
  '2': { book: 'b2', sureBook: 'none', owner: 'p2' },
}

/** Rows whose books and people are there, are not there, or fail. */
function rowOf(id: string) {
  const { book, sureBook, owner } = rows[id] ?? { book: 'none', sureBook: 'b2', owner: 'p3' }
  const things = [
    { __typename: 'Book', id: 'b1', weight: 2 },
    { __typename: 'Person', id: owner },
  ]
  const bookOf = (bookId: string) => ({ id: bookId, weight: bookId.length })
  return {
    id,
    version: 7,
    tags: ['a', 'b'],
    book: bookOf(book),
    sureBook: bookOf(sureBook),
    owner: { id: owner },
    things,
  }
}

export const toySupergraph = (() => {
  const services = Object.entries({ view, shop, people }).map(([name, sdl]) => ({
    name,
    url: '',
    typeDefs: parse(sdl),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'the toy does not compose')
  return supergraphSdl
})()

/** Asks a subgraph in this process; `away` ones cannot be reached. */
export function toySource(name: string, { away = new Set<string>() } = {}): SubgraphSource {
  return {
    async ask({ query, body }) {
      if (away.has(name)) throw new Error('ECONNREFUSED')
      const schema = schemas[name]
      if (schema === undefined) throw new Error(`no subgraph ${name}`)
      const { variables } = JSON.parse(body) as { variables?: Record<string, unknown> }
      const answer = await graphql({ schema, source: query, variableValues: variables ?? {} })
      return JSON.parse(JSON.stringify(answer)) as SubgraphAnswer
    },
  }
}

/** The toy, for live operations. */
export function toyLive({ away = new Set<string>(), production = false, log }: ToySetting): LiveSchema {
  return openLiveSchema({ ...executedBy(toyPlanner, toySchema(away)), production, log })
}

export const toyPlanner = new Planner(toySupergraph)

export function toySchema(away = new Set<string>()): ExecutedSchema {
  return servedBy(toyPlanner, (name) => toySource(name, { away }))
}

interface ToySetting {
  readonly away?: Set<string>
  readonly production?: boolean
  readonly log: Logger
}

/** What the subscribed subgraph sends for one row: the operation's selection, executed on it. */
export async function toyPayload(query: string, variables: Readonly<Record<string, unknown>>, id = '1') {
  const schema = schemas['view']
  if (schema === undefined) throw new Error('no view')
  const answer = await execute({
    schema,
    document: parse(query),
    variableValues: { ...variables },
    rootValue: { rowChanged: rowOf(id), sureRowChanged: rowOf(id) },
  })
  return JSON.parse(JSON.stringify(answer)) as { data?: unknown; errors?: unknown[] }
}
