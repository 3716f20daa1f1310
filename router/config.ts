import { fileURLToPath } from 'node:url'
import {
  ConfigError,
  integer,
  list,
  oneOf,
  readConfig,
  secret,
  secrets,
  serverConfig,
  text,
  url,
} from '@ebook/chassis/config'
import { PORTS, SUBGRAPHS, type Subgraph } from '../subgraphs/subgraphs.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../schema/${file}`, import.meta.url))
const builtPages = fileURLToPath(new URL('../web/dist', import.meta.url))
const http = ['http:', 'https:']
const none: readonly string[] = []

/** Such as RENT_URL. */
const variableOf = <Name extends Subgraph>(name: Name) => `${name.toUpperCase() as Uppercase<Name>}_URL` as const
const subgraphUrls = Object.fromEntries(
  SUBGRAPHS.map((name) => [variableOf(name), url(http, `http://127.0.0.1:${PORTS[name]}/graphql`)]),
) as Record<ReturnType<typeof variableOf<Subgraph>>, ReturnType<typeof url>>

const files = {
  SUPERGRAPH_FILE: text(inSchema('supergraph.graphql')),
  TRUSTED_DOCUMENTS_FILE: text(inSchema('trusted-documents.json')),
  /** Their plans, as `npm run plans` has made them: without, or for another supergraph, the start makes them. */
  QUERY_PLANS_FILE: text(inSchema('query-plans.jsonl')),
}

const variables = {
  ...serverConfig(4000),
  ...files,
  /**
   * The roots of the keys for the subgraphs, for cursors and for consistency tokens. Comma separated: the first is sent
   * and signs, all are accepted, so that one can replace another.
   */
  ROUTER_SECRET: secrets(),
  /** Where several routers tell each other what they count; without a password each counts for itself. */
  NATS_URL: text('nats://127.0.0.1:4222'),
  NATS_USER: text('router'),
  NATS_PASSWORD: secret().optional(),
  ...subgraphUrls,
  /** How often the supergraph's file is looked at; a new one is served without a restart. */
  SUPERGRAPH_POLL_MS: integer(1_000, { min: 10, max: 3_600_000 }),
  /** `only`: nothing but the manifest is run; `also`: anything within the limits. By default `only` in production. */
  TRUSTED_DOCUMENTS: oneOf(['only', 'also', 'default'], 'default'),
  /** The web origins that browsers may call from; none if not set. */
  CORS_ORIGINS: list(none),
  /** Requests of a member. One counts for more when it asks for much, or for a plan that is not known. */
  RATE_LIMIT_PER_MINUTE: integer(6_000, { min: 1 }),
  /** The same of all without a token together, a quarter of it per address; by default as much as one member has. */
  ANONYMOUS_RATE_LIMIT_PER_MINUTE: integer(undefined, { min: 1 }).optional(),
  /** A request is answered within this time, with what there is by then. */
  REQUEST_TIMEOUT_MS: integer(10_000, { min: 1, max: 600_000 }),
  /** The longest that one fetch from one subgraph may take. */
  SUBGRAPH_TIMEOUT_MS: integer(5_000, { min: 1, max: 600_000 }),
  SUBGRAPH_CONNECTIONS: integer(128, { min: 1, max: 1_024 }),
  /** WebSockets and streamed HTTP responses, open at one time: of all clients, and of one member. */
  SOCKETS: integer(20_000, { min: 1 }),
  SOCKETS_PER_MEMBER: integer(50, { min: 1 }),
  SUBSCRIPTIONS_PER_MEMBER: integer(200, { min: 1 }),
  /** Operations under way on one WebSocket, queries and mutations too. */
  OPERATIONS_PER_SOCKET: integer(100, { min: 1 }),
  /** How long a WebSocket may take to say who it is: clients fetch a token when it is open, and issuers are slow. */
  CONNECTION_INIT_WAIT_MS: integer(15_000, { min: 1, max: 60_000 }),
  /** Connections on which nothing is asked. Not counted behind a proxy, whose address is everybody's. */
  IDLE_CONNECTIONS_OF_ADDRESS: integer(200, { min: 1, max: 100_000 }),
  /** How long an answer may wait for who asked to read it, in milliseconds. */
  UNREAD_ANSWER_MS: integer(60_000, { min: 10, max: 600_000 }),
  /** How often a WebSocket is asked whether it is still there. */
  SOCKET_PING_MS: integer(30_000, { min: 10, max: 600_000 }),
  /** How often a streamed HTTP response says that it is still there; proxies cut off what is silent. */
  STREAM_HEARTBEAT_MS: integer(12_000, { min: 10, max: 600_000 }),
  /** When the router stops, its sockets are closed one after another over this time, so that they do not all come back at once. */
  SHUTDOWN_STAGGER_MS: integer(2_000, { max: 60_000 }),
  /** The folder of the built web application. */
  WEB_DIST: text(builtPages),
  /** As whom the web application is known to the issuer. */
  WEB_CLIENT_ID: text('ebook-web'),
  /** Origins beside the issuer's own that its endpoints are at: the pages may call no others. */
  WEB_CONNECT_ORIGINS: list(none),
  /** How many proxies of ours add to x-forwarded-for; what stands before theirs is whatever the client wrote. */
  TRUST_PROXY: integer(0, { max: 10 }),
}

/** What a router reads before it serves. Throws ConfigError. */
export const readFilesConfig = () => readConfig(files)

export type RouterConfig = ReturnType<typeof readRouterConfig>

/** Throws ConfigError with the names of the variables that cannot be used. */
export function readRouterConfig(env: Record<string, string | undefined> = process.env) {
  const config = readConfig(variables, env)
  const strange = (['CORS_ORIGINS', 'WEB_CONNECT_ORIGINS'] as const).flatMap((variable) => {
    const others = config[variable].filter((origin) => URL.parse(origin)?.origin !== origin)
    const problem = `holds ${others.join(', ')}; expected origins such as https://library.example, without a path`
    return others.length > 0 ? [{ variable, problem }] : []
  })
  if (strange.length > 0) throw new ConfigError(strange)
  const { NATS_URL: natsUrl, NATS_USER: user, NATS_PASSWORD: password } = config
  const production = config.NODE_ENV === 'production'
  const byDefault = production ? ('only' as const) : ('also' as const)
  return Object.freeze({
    ...config,
    production,
    nats: password === undefined ? undefined : { url: natsUrl, user, password },
    trustMode: config.TRUSTED_DOCUMENTS === 'default' ? byDefault : config.TRUSTED_DOCUMENTS,
    subgraphUrls: Object.fromEntries(SUBGRAPHS.map((name) => [name, config[variableOf(name)]])),
  })
}
