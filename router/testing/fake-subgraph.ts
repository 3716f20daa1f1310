import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buildSchema, graphql, type GraphQLSchema } from 'graphql'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Answers instead of the schema. What does not end the response leaves the router waiting. */
export type Behaviour = (response: ServerResponse, request: Received) => unknown

export interface FakeSubgraph {
  readonly url: string
  /** Everything that was asked, oldest first. */
  readonly received: readonly Received[]
  /** Fulfilled when so many requests have come in all. */
  receives(count: number): Promise<void>
  /** Undefined goes back to the schema. */
  behave(how: Behaviour | undefined): void
  /** Fulfilled when a connection was closed that waited for an answer. */
  readonly abandoned: Promise<void>
  stop(): Promise<void>
}

const federation = `
  directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT
  scalar _Any
  union _Entity = Book
`

type Resolvers = Readonly<Record<string, unknown>>

/** A federated subgraph over HTTP as graphql-js alone can make one: its schema, and `_entities` if it has entities. */
export async function startFakeSubgraph(name: 'book' | 'rent', resolvers: Resolvers): Promise<FakeSubgraph> {
  const schema = schemaOf(name)
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const abandoned = Promise.withResolvers<void>()
  let behaviour: Behaviour | undefined
  let watchers: (() => void)[] = []

  const server = createServer((request, response) => {
    response.once('close', () => response.writableFinished || abandoned.resolve())
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Received
      const asked = { headers: request.headers, query, variables }
      received.push(asked)
      for (const watch of watchers) watch()
      if (behaviour !== undefined) return behaviour(response, asked)
      const result = await graphql({ schema, source: query, variableValues: variables, rootValue: resolvers })
      answer(response, result)
    })()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    received,
    abandoned: abandoned.promise,
    receives(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const look = () => (received.length >= count ? resolve() : undefined)
      watchers.push(look)
      look()
      return promise.finally(() => (watchers = watchers.filter((watch) => watch !== look)))
    },
    behave(how) {
      behaviour = how
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

function schemaOf(name: string): GraphQLSchema {
  const sdl = readFileSync(new URL(`${name}.graphql`, import.meta.url), 'utf8').replace(/^extend schema.*$/m, '')
  const entities = name === 'book' ? 'extend type Query { _entities(representations: [_Any!]!): [_Entity]! }' : ''
  const schema = buildSchema(`${federation}${sdl}${entities}`, { assumeValidSDL: true })
  return schema
}
