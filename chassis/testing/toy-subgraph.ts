import { GraphQLError } from 'graphql'
import { requireRole } from '../guard.ts'
import { createRegistry } from '../metrics.ts'
import type { RequestContext } from '../request.ts'
import type { Server } from '../server.ts'
import { startSubgraph, type SubgraphSettings } from '../subgraph.ts'
import { capturedLog } from './captured-log.ts'
import { startTestIssuer, type TestIssuer } from './issuer.ts'

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  scalar DateTime
  type Query {
    hello: String!
    whoAmI: Context!
    secret: String
    lamp(id: ID!): Lamp
    lamps(first: Int!): [Lamp!]!
    bug: String
    stale(at: DateTime): DateTime!
    loaded: Int!
  }
  type Mutation { switchOn(id: ID!): Lamp }
  type Context { sub: String requestId: String! traceparent: String }
  type Lamp @key(fields: "id") { id: ID! on: Boolean! broken: String! }
`
export const SECRET = 'the-new-secret-of-the-router'
export const OLD_SECRET = 'the-old-secret-of-the-router'

interface Loaders {
  count: number
}

export const resolvers = {
  Query: {
    hello: () => 'hello',
    whoAmI: (_: unknown, _args: unknown, { viewer, requestId, traceparent, log: own }: RequestContext) => {
      own.info('asked')
      return { sub: viewer?.sub, requestId, traceparent }
    },
    secret: (_: unknown, _args: unknown, context: RequestContext) => requireRole(context, 'ADMIN').sub,
    lamp: (_: unknown, { id }: { id: string }) => ({ id, on: true }),
    lamps: (_: unknown, { first }: { first: number }) => {
      if (first > 100)
        throw new GraphQLError('`first` is too many', { extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' } })
      return Array.from({ length: first }, (_nothing, id) => ({ id, on: true }))
    },
    bug: () => {
      throw new Error('relation "lamps" does not exist at postgres://rent:hunter2-hunter2@db/rent')
    },
    stale: (_: unknown, { at }: { at?: string }) => at ?? new Date(0),
    loaded: (_: unknown, _args: unknown, { loaders }: RequestContext<Loaders>) => ++loaders.count,
  },
  Mutation: { switchOn: (_: unknown, { id }: { id: string }) => ({ id, on: true }) },
  Lamp: {
    broken: () => {
      throw broken
    },
    __resolveReference: ({ id }: { id: string }) => ({ id, on: false }),
  },
}
const broken = new TypeError('the bulb is undefined')

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly data?: Record<string, unknown> | null
  readonly extensions?: Record<string, unknown>
  readonly errors?: { message: string; path?: unknown; locations?: unknown; extensions: Record<string, unknown> }[]
}

export interface ToySubgraph extends Server {
  readonly issuer: TestIssuer
  readonly settings: SubgraphSettings<Loaders>
  /** What it has logged. */
  readonly lines: Record<string, unknown>[]
  post(body: string, headers?: Record<string, string>): Promise<Answer>
  ask(query: string, headers?: Record<string, string>, variables?: object): Promise<Answer>
  askWith(token: string, query?: string): Promise<Answer>
  /** One with other settings and the same issuer. */
  another(more: Partial<SubgraphSettings<Loaders>>): Promise<ToySubgraph>
}

/** A subgraph about lamps over real HTTP, with an issuer. */
export async function startToySubgraph(
  more: Partial<SubgraphSettings<Loaders>> = {},
  issuer?: TestIssuer,
): Promise<ToySubgraph> {
  const own = issuer ?? (await startTestIssuer())
  const { log, lines } = capturedLog('toy')
  const settings: SubgraphSettings<Loaders> = {
    name: 'toy',
    sdl,
    resolvers,
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
      SHUTDOWN_DELAY_MS: 0,
      OIDC_ISSUER: own.url,
      OIDC_AUDIENCE: own.audience,
      SUBGRAPH_SECRET: [SECRET, OLD_SECRET],
    },
    log,
    registry: createRegistry('toy'),
    readiness: async () => undefined,
    loaders: () => ({ count: 0 }),
    ...more,
  }
  const server = await startSubgraph(settings)
  const post = async (body: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-router-secret': SECRET, ...headers },
      body,
    })
    return { status: response.status, headers: response.headers, ...((await response.json()) as object) }
  }
  const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
    post(JSON.stringify({ query, variables }), headers)
  return {
    ...server,
    issuer: own,
    settings,
    lines,
    post,
    ask,
    askWith: (token, query = '{ secret }') => ask(query, { authorization: `Bearer ${token}` }),
    another: (others) => startToySubgraph(others, own),
    async stop() {
      await server.stop()
      if (issuer === undefined) await own.stop()
    },
  }
}

export const codeOf = (answer: Answer) => answer.errors?.[0]?.extensions['code']
