import { createClient, MessageType, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Logger } from '@ebook/chassis/log'
import { isTooLarge, operationTooLarge } from '../federation/request-size.ts'
import type { Place } from './place.ts'

/** How a live operation begins, and when it ends; the subgraph's side of it is chassis/subscriptions.ts. */
export interface LiveOptions {
  readonly begin: 'now' | 'snapshot' | Place
  /** A replica that has not read so far waits, and says VIEW_BEHIND when it takes too long. */
  readonly notBefore?: Place | undefined
  /** What the client wrote, and is waited for: event ids, as chassis/consistency.ts encodes them. */
  readonly consistency?: string | undefined
  /** Ends after so many rows, or when there is nothing more at the moment. */
  readonly page?: number | undefined
}

export interface UpstreamOperation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string | undefined
  readonly token: string
  readonly requestId: string
  readonly traceparent: string
  readonly live: LiveOptions
}

/** One changed entity, as the subgraph answers the operation's selection for it. */
export interface Row {
  readonly payload: { readonly data?: unknown; readonly errors?: readonly unknown[] }
  /** The place after this row. */
  readonly place: Place
  /** Which entity it is, and its version. */
  readonly key: string
  readonly version: number
  /** Of the event that it tells of, when somebody traces it. */
  readonly traceparent?: string | undefined
}

/** Where the operation stands, apart from any row. */
export interface Mark {
  readonly place: Place
  /** False on a page behind which there is more. */
  readonly caughtUp: boolean
  /** What became of the consistency token that was sent. */
  readonly consistencyReached?: boolean | undefined
}

/** The subgraph ended the operation and said why. */
export interface Refused {
  readonly code: string
  readonly reason: string | undefined
  readonly message: string
}

export interface UpstreamSink {
  row(row: Row): void
  mark(mark: Mark): void
  /** The subgraph has said all; comes after the last mark of a page. */
  completed(): void
  refused(why: Refused): void
  /**
   * The connection was lost, or could not be had. `unanswered`: the operation had been sent and nothing was heard of it
   * when the other side ended the connection, and not because of its own restart.
   */
  lost(unanswered: boolean): void
}

export interface UpstreamSettings {
  readonly name: string
  /** Of the subgraph's GraphQL endpoint, http or https. */
  readonly url: string
  readonly secret: string
  readonly log: Logger
  /** A peer that has died without a word is noticed within twice this time; the default is 5,000 ms. */
  readonly keepAliveMs?: number | undefined
}

/** The other side goes away, is restarted, or was left: no operation has to do with it. */
const ORDINARY_ENDS: ReadonlySet<number> = new Set([1000, 1001, 1012])

/** Between two pages of one reader nobody may need the socket for a moment. */
const IDLE_MS = 10_000

/**
 * The live operations of one subgraph over one graphql-transport-ws socket. Each carries its own identity, so that
 * 10,000 members cost one connection. Nothing is tried again here: who lost an operation knows where to read on.
 */
export class Upstream {
  readonly #settings: UpstreamSettings
  readonly #client: Client
  #pongDue: NodeJS.Timeout | undefined
  /** How many connections there have been, and whether the last of them is there. */
  #connections = 0
  #isConnected = false
  #wasGivenUp = false
  #endedOddly = false

  constructor(settings: UpstreamSettings) {
    this.#settings = settings
    const { secret, keepAliveMs = 5_000 } = settings
    const url = settings.url.replace(/^http/, 'ws')
    let socket: WebSocket | undefined
    this.#client = createClient({
      url,
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocols: string) {
          super(address, protocols, {
            headers: { 'x-router-secret': secret },
            perMessageDeflate: false,
            handshakeTimeout: keepAliveMs,
          })
        }
      },
      lazyCloseTimeout: IDLE_MS,
      retryAttempts: 0,
      keepAlive: keepAliveMs,
      on: {
        opened: (opened) => (socket = opened as WebSocket),
        ping: (received) => {
          if (received) return
          clearTimeout(this.#pongDue)
          this.#pongDue = setTimeout(() => {
            this.#wasGivenUp = true
            socket?.terminate()
          }, keepAliveMs)
        },
        pong: (received) => {
          if (received) clearTimeout(this.#pongDue)
        },
        connected: () => {
          this.#connections += 1
          this.#isConnected = true
        },
        closed: (event) => {
          clearTimeout(this.#pongDue)
          this.#isConnected = false
          this.#endedOddly = !this.#wasGivenUp && !ORDINARY_ENDS.has((event as CloseEvent).code)
          this.#wasGivenUp = false
        },
      },
      onNonLazyError: () => undefined,
    })
  }

  /** Begins an operation; the answer ends it. After that, and after an end, the sink hears nothing more. */
  subscribe(operation: UpstreamOperation, sink: UpstreamSink): () => void {
    const { query, variables, operationName, token, requestId, traceparent, live } = operation
    const { log, name } = this.#settings
    const extensions = { authorization: `Bearer ${token}`, requestId, traceparent, live }
    let ended = false
    let isAnswered = false
    const before = this.#connections - (this.#isConnected ? 1 : 0)
    const isUnanswered = () => !isAnswered && this.#connections > before && this.#endedOddly
    const end = (how: () => void) => {
      if (ended) return
      ended = true
      how()
    }
    const payload = { query, variables, ...(operationName !== undefined && { operationName }), extensions }
    // The library's own id is a UUID, as the request's is.
    if (isTooLarge(JSON.stringify({ id: requestId, type: MessageType.Subscribe, payload }))) {
      const refusal = refusalOf([operationTooLarge(name)])
      // Told later, as every answer is: the caller is not ready for one that comes before it has what this returns.
      queueMicrotask(() => end(() => sink.refused(refusal)))
      return () => void (ended = true)
    }
    const dispose = this.#client.subscribe<unknown>(
      { ...payload, variables: { ...variables } },
      {
        next: (value) => {
          if (ended) return
          isAnswered = true
          const { place, key, version, traceparent, caughtUp, consistencyReached } = (value.extensions ??
            {}) as Partial<Row & Mark>
          if (place === undefined) {
            log.error({ subgraph: name }, 'a live operation answered without a place')
          } else if (caughtUp !== undefined) {
            sink.mark({ place, caughtUp, consistencyReached })
          } else {
            const payload = { data: value.data, ...(value.errors && { errors: value.errors }) }
            sink.row({ payload, place, key: key ?? '', version: version ?? 0, traceparent })
          }
        },
        error: (error) =>
          end(() => (Array.isArray(error) ? sink.refused(refusalOf(error)) : sink.lost(isUnanswered()))),
        complete: () => end(() => sink.completed()),
      },
    )
    return () => {
      ended = true
      dispose()
    }
  }

  stop(): void {
    clearTimeout(this.#pongDue)
    const { log, name } = this.#settings
    const failed = (error: unknown) => log.warn({ err: error, subgraph: name }, 'a live connection did not close')
    // The library says void or a promise.
    Promise.resolve(this.#client.dispose()).catch(failed)
    this.#client.terminate()
  }
}

function refusalOf(errors: readonly { message: string; extensions?: Readonly<Record<string, unknown>> }[]): Refused {
  const [{ message, extensions = {} } = { message: 'refused' }] = errors
  const { code, reason } = extensions
  return {
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    reason: typeof reason === 'string' ? reason : undefined,
    message,
  }
}
