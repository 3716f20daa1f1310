import { fileURLToPath } from 'node:url'
import { parse, print, separateOperations } from 'graphql'
import { onTestFinished } from 'vitest'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { configuredVerifier } from '@ebook/chassis/identity'
import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { readRouterConfig } from '../config.ts'
import { sha256, TrustedDocuments } from '../documents/trusted-documents.ts'
import { openGateway, type Gateway } from '../federation/gateway.ts'
import { routerMetrics } from '../federation/metrics.ts'
import { readSupergraph } from '../federation/supergraph.ts'
import type { Subscriptions } from '../live/subscriptions.ts'
import type { PlanStore } from '../planning/plan-store.ts'
import { planHere, type Planning } from '../planning/planning.ts'
import { startRouter, type Router } from '../start-router.ts'
import type { Together } from '../together/together.ts'
import { startFakeSubgraph, type FakeSubgraph } from './fake-subgraph.ts'
import { FakeSubscriptions } from './fake-subscriptions.ts'
import { allKnown, OWN_PATH } from './known-beforehand.ts'

export const inThisFolder = (file: string) => fileURLToPath(new URL(file, import.meta.url))

const titles: Readonly<Record<string, string>> = { '1': 'Emma', '2': 'Persuasion' }
const bookOf = (id: string) => (titles[id] === undefined ? null : { __typename: 'Book', id, title: titles[id] })
const rentalOf = (id: string, bookId: string) => ({ id, book: { id: bookId }, sureBook: { id: bookId } })

const bookResolvers = {
  books: () => Object.keys(titles).map(bookOf),
  book: ({ id }: { id: string }) => bookOf(id),
  _entities: ({ representations }: { representations: { id: string }[] }) =>
    representations.map(({ id }) => bookOf(id)),
}

export const rentResolvers = {
  rentals: () => [rentalOf('r1', '1'), rentalOf('r2', '2')],
  lend: ({ input }: { input: { bookId: string } }) => rentalOf('r3', input.bookId),
}

export interface TestRouter extends Router {
  readonly book: FakeSubgraph
  readonly rent: FakeSubgraph
  readonly issuer: TestIssuer
  readonly plans: PlanStore
  readonly gateway: Gateway
  /** The lines of the log so far. */
  readonly log: readonly Record<string, unknown>[]
  ask(operation: string | object, options?: AskOptions): Promise<Answer>
}

export interface AskOptions {
  readonly token?: string
  readonly headers?: Record<string, string>
  readonly signal?: AbortSignal
}

interface AnsweredError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly data: unknown
  readonly errors: readonly AnsweredError[] | undefined
  readonly extensions: unknown
}

export interface Setting {
  readonly env?: Record<string, string>
  /** Named operations of the manifest. */
  readonly trusted?: string
  readonly subscriptions?: Subscriptions
  readonly planning?: Planning
  readonly together?: Together
}

export const SECRETS = 'the-secret-that-is-sent,the-secret-before-it'

/** A router over two fake subgraphs and a real issuer, each on a free port, gone when the test has ended. */
export async function testRouter(setting: Setting = {}): Promise<TestRouter> {
  const { env = {}, trusted = '', subscriptions, planning = planHere, together } = setting
  const issuer = await startTestIssuer()
  const book = await startFakeSubgraph('book', bookResolvers)
  const rent = await startFakeSubgraph('rent', rentResolvers)
  const config = readRouterConfig({
    PORT: '0',
    NODE_ENV: 'test',
    OIDC_ISSUER: issuer.url,
    ROUTER_SECRET: SECRETS,
    SHUTDOWN_STAGGER_MS: '0',
    // A test sets what it is about.
    ANONYMOUS_RATE_LIMIT_PER_MINUTE: '6000',
    BOOK_URL: book.url,
    RENT_URL: rent.url,
    SUPERGRAPH_FILE: inThisFolder('supergraph.graphql'),
    ...env,
  })
  const lines: Record<string, unknown>[] = []
  const log = createLogger('router', 'debug', {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  })
  const registry = createRegistry('router')
  const metrics = routerMetrics(registry)
  const trustedDocuments = new TrustedDocuments(manifestOf(trusted))
  const opened = await openGateway({
    planning,
    supergraphSdl: await readSupergraph(config.SUPERGRAPH_FILE),
    subgraphUrls: config.subgraphUrls,
    secretOf: (subgraph) => subgraphSecret(config.ROUTER_SECRET[0] ?? '', subgraph),
    subgraphTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    subgraphConnections: config.SUBGRAPH_CONNECTIONS,
    trustedDocuments,
    production: config.production,
    metrics,
    log,
  })
  const gateway = process.env[OWN_PATH] === undefined ? opened : allKnown(opened, config)
  const verifier = configuredVerifier(config, log)
  const router = await startRouter(config, {
    gateway,
    subscriptions: subscriptions ?? new FakeSubscriptions(),
    verifier,
    trustedDocuments,
    together,
    metrics,
    registry,
    log,
  })
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= router.stop())
  onTestFinished(async () => {
    await Promise.all([book.stop(), rent.stop(), issuer.stop()])
    await stop()
  })
  return {
    ...router,
    get answeredOnOwnPath() {
      return router.answeredOnOwnPath
    },
    stop,
    book,
    rent,
    issuer,
    get plans() {
      return gateway.plans
    },
    gateway,
    log: lines,
    ask: (operation, options) => ask(router.url, operation, options),
  }
}

/** POSTs an operation, or a whole body when it is no string. */
export async function ask(
  url: string,
  operation: string | object,
  { token, headers, signal }: AskOptions = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(typeof operation === 'string' ? { query: operation } : operation),
    ...(signal === undefined ? {} : { signal }),
  })
  return read(response)
}

export async function read(response: Response): Promise<Answer> {
  const { status, headers } = response
  const body = (await response.json()) as Pick<Answer, 'data' | 'errors' | 'extensions'>
  return { status, headers, data: body.data, errors: body.errors, extensions: body.extensions }
}

function manifestOf(operations: string): Record<string, string> {
  if (operations === '') return {}
  const documents = Object.values(separateOperations(parse(operations))).map((document) => print(document))
  return Object.fromEntries(documents.map((text) => [sha256(text), text]))
}
