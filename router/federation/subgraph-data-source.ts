import type { GraphQLError } from 'graphql'
import { encodeConsistency, type Consistency } from '@ebook/chassis/consistency'
import { tracing } from '@ebook/telemetry/tracing'
import type { SubgraphAnswer, SubgraphRequest, SubgraphSource } from '../executor/subgraph-source.ts'
import { ConnectionPool } from '../http-client/connection-pool.ts'
import { Exchange } from '../http-client/exchange.ts'
import { AnswerTooLarge } from '../http-client/response-reader.ts'
import type { RouterMetrics } from './metrics.ts'
import { isTooLarge, operationTooLarge } from './request-size.ts'
import { ClientGone, RequestDeadlinePassed, type RouterContext } from './router-context.ts'
import { hearConsistency, readAnswer, type Answer } from './subgraph-answer.ts'
import { BadAnswer, pathOfFetch, subgraphUnavailable, type UnavailableReason } from './subgraph-unavailable.ts'

export interface SubgraphSettings {
  readonly name: string
  readonly url: string
  /** Sent with every request; the subgraph wants it beside the token. */
  readonly secret: string
  /**
   * The longest that one fetch may take, in milliseconds: connection, answer and a second try together. One that may be
   * kept waiting for a write has as much again.
   */
  readonly timeoutMs: number
  /**
   * How many connections are kept to the subgraph; further fetches wait for one, until their time is up. Half as many
   * again are for those that may be kept waiting for a write.
   */
  readonly connections: number
  readonly metrics: RouterMetrics
}

/**
 * A connection that nobody uses is closed from here, whatever the subgraph offers: a subgraph that stops says so on every
 * connection in use, and closes idle ones only after SHUTDOWN_DELAY_MS, so that with a longer delay no request meets a
 * connection that is being closed.
 */
const IDLE_MS = 1_000

/** With this many fetches per connection under way or waiting, a further one would only time out in the queue. */
const FETCHES_PER_CONNECTION = 16

/** The subgraph did not answer within `timeoutMs`. */
class SubgraphTimeout extends Error {
  override readonly name = 'SubgraphTimeout'
}

/** It would refuse what it was to be sent. */
class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** Too many fetches wait for this subgraph already. */
class SubgraphCrowded extends Error {
  override readonly name = 'SubgraphCrowded'
}

/**
 * A subgraph over HTTP. Stands in for RemoteGraphQLDataSource, whose HTTP client takes 68–77 % of a gateway's CPU.
 * A fetch that fails throws SUBGRAPH_UNAVAILABLE, and the executor goes on with what it has. When its connection fails it is
 * tried again, once, if nothing can have happened: a query always, anything else before a byte of it was sent. So a
 * replica that goes away costs nobody a query, and a mutation only when it was under way there.
 */
export class SubgraphDataSource implements SubgraphSource {
  readonly #settings: SubgraphSettings
  readonly #pool: ConnectionPool
  /** Apart, so that who waits for a write holds no connection that others need. */
  readonly #waitingRoom: ConnectionPool
  readonly #seats: number
  #waiting = 0
  /** Of every request. */
  readonly #head: string
  #underway = 0

  constructor(settings: SubgraphSettings) {
    const { origin, pathname, search, host } = new URL(settings.url)
    this.#settings = settings
    // How it is away most of the time, from the first moment: 1 after nothing is no increase, and what was promised hangs on it.
    for (const outcome of ['UNREACHABLE', 'TIMEOUT'])
      settings.metrics.subgraphFetch.zero({ subgraph: settings.name, outcome })
    this.#head =
      `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n` +
      'content-type: application/json\r\naccept: application/json\r\n' +
      header('x-router-secret', settings.secret)
    const options = { origin: new URL(origin), connectMs: settings.timeoutMs, idleMs: IDLE_MS }
    this.#seats = Math.ceil(settings.connections / 2)
    this.#pool = new ConnectionPool({ ...options, connections: settings.connections })
    this.#waitingRoom = new ConnectionPool({ ...options, connections: this.#seats })
  }

  async ask(request: SubgraphRequest, context: Partial<RouterContext>): Promise<SubgraphAnswer> {
    const on = tracing
    if (on?.recorded() === undefined) return this.#ask(request, context)
    const { name, url } = this.#settings
    const attributes = { 'http.request.method': 'POST', 'url.full': url, 'ebook.subgraph': name }
    return on.within({ name: `fetch ${name}`, kind: 'client', attributes }, (span) =>
      this.#ask(request, { ...context, traceparent: on.traceparentOf(span) }),
    )
  }

  async #ask(request: SubgraphRequest, context: Partial<RouterContext>): Promise<SubgraphAnswer> {
    const { name, metrics } = this.#settings
    const stop = metrics.subgraphFetch.startTimer({ subgraph: name })
    let outcome: unknown = 'ANSWERED'
    this.#underway += 1
    try {
      const answer = await this.#fetch(request, context)
      const read = readAnswer(answer, request.entities)
      if (context.consistency !== undefined) hearConsistency(read, context.consistency)
      return read
    } catch (error) {
      const failure = this.#failure(error, request)
      outcome = failure.extensions['reason']
      throw failure
    } finally {
      this.#underway -= 1
      stop({ outcome: String(outcome) })
    }
  }

  /** Ends when every fetch under way has ended. */
  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#waitingRoom.close()])
  }

  async #fetch({ query, body }: SubgraphRequest, context: Partial<RouterContext>): Promise<Answer> {
    const { wanted, consistency } = context
    const signal = wanted?.signal
    signal?.throwIfAborted()
    if (this.#underway > this.#settings.connections * FETCHES_PER_CONNECTION) throw new SubgraphCrowded()
    // When every seat is taken, it is asked as it is: the answer says whether the write is in it.
    const mayWait = isWaiting(consistency) && this.#waiting < this.#seats
    const timeoutMs = this.#settings.timeoutMs * (mayWait ? 2 : 1)
    const pool = mayWait ? this.#waitingRoom : this.#pool

    if (isTooLarge(body)) throw new TooLarge()
    const outgoing = `${this.#head}${headersOf(context, mayWait)}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    let exchange: Exchange
    const giveUp = (reason: Error) => exchange.abort(reason)
    const onAbort = () => giveUp(signal?.reason as Error)
    const timer = setTimeout(() => giveUp(new SubgraphTimeout(`no answer within ${timeoutMs} ms`)), timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (mayWait) this.#waiting += 1
    try {
      exchange = new Exchange(outgoing, pool)
      return await exchange.response.catch((error: unknown) => {
        if (wasGivenUp(error) || (exchange.sent && !isQuery(query))) throw error
        exchange = new Exchange(outgoing, pool)
        return exchange.response
      })
    } finally {
      if (mayWait) this.#waiting -= 1
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #failure(error: unknown, { path }: SubgraphRequest): GraphQLError {
    if (error instanceof TooLarge) return operationTooLarge(this.#settings.name, pathOfFetch(path))
    return subgraphUnavailable(this.#settings.name, reasonOf(error), { path, cause: error })
  }
}

/** Those that differ from request to request. */
function headersOf(
  { viewer, requestId, traceparent, traceState, consistency }: Partial<RouterContext>,
  mayWait: boolean,
): string {
  let headers = ''
  if (requestId !== undefined) headers += header('x-request-id', requestId)
  if (traceparent !== undefined) headers += header('traceparent', traceparent)
  for (const [name, value] of Object.entries(traceState ?? {})) headers += header(name, value)
  if (consistency !== undefined && consistency.wanted.length > 0) {
    headers += header('x-consistency', encodeConsistency(consistency.wanted))
    if (!mayWait) headers += header('x-consistency-wait', 'never')
  }
  if (viewer !== undefined) headers += header('authorization', `Bearer ${viewer.token}`)
  return headers
}

/** Whatever could end a line would begin another header. */
function header(name: string, value: string): string {
  if (/[^\t\x20-\x7e]/.test(value)) throw new Error(`${name} holds what no header may`)
  return `${name}: ${value}\r\n`
}

function isWaiting(consistency: Consistency | undefined): boolean {
  return consistency !== undefined && consistency.mayWait && consistency.wanted.length > 0
}

/** The planner prints the operation first, so its first word says what it is. What we do not know is not repeated. */
function isQuery(query: string): boolean {
  return /^(query\b|\{)/.test(query)
}

/** By us: the connection has nothing to do with it. */
function wasGivenUp(error: unknown): boolean {
  return [SubgraphTimeout, RequestDeadlinePassed, ClientGone, AnswerTooLarge].some((kind) => error instanceof kind)
}

function reasonOf(error: unknown): UnavailableReason {
  if (error instanceof SubgraphTimeout) return 'TIMEOUT'
  if (error instanceof RequestDeadlinePassed) return 'DEADLINE'
  if (error instanceof ClientGone) return 'CLIENT_GONE'
  if (error instanceof SubgraphCrowded) return 'CROWDED'
  if (error instanceof BadAnswer || error instanceof AnswerTooLarge) return 'BAD_ANSWER'
  return 'UNREACHABLE'
}
