import type { ServerResponse } from 'node:http'
import type { GraphQLFormattedError } from 'graphql'
import type { EncodedOnce } from './encoded-once.ts'
import type { ProtocolMessages } from './recorded-subscription.ts'
import type { StreamFormat } from './stream-format.ts'

interface Settings {
  readonly format: StreamFormat
  readonly encoded: EncodedOnce
  readonly heartbeatMs: number
  /** Over how long those who are sent away come back, in milliseconds. */
  readonly restartWithinMs: number
  /** Room in the connection again. */
  readonly onDrain: () => void
  /** The connection has closed, whoever closed it. */
  readonly onClosed: () => void
}

/** What is left to be read of a response that has ended; a client that does not read at all must not keep it for ever. */
const LONGEST_END_MS = 120_000
const LONGEST_END_WHEN_STOPPING_MS = 2_000
const SHORTEST_RETRY_MS = 500
/** A peer that vanished without a word is found by the system. */
const KEEP_ALIVE_AFTER_MS = 60_000

/** A streamed HTTP response, as long as one operation. */
export class HttpStream implements ProtocolMessages {
  readonly #response: ServerResponse
  readonly #settings: Settings
  readonly #beating: NodeJS.Timeout
  #ended = false
  #stopping = false
  #cursor: string | undefined
  #cutOff: NodeJS.Timeout | undefined

  constructor(response: ServerResponse, headers: Readonly<Record<string, string>>, settings: Settings) {
    this.#response = response
    this.#settings = settings
    const { format, heartbeatMs } = settings
    // A connection that has served its time is closed: kept for another request, it would hold up a stop.
    response.shouldKeepAlive = false
    response.socket?.setKeepAlive(true, KEEP_ALIVE_AFTER_MS)
    response.writeHead(200, {
      ...headers,
      'content-type': format.contentType,
      'cache-control': 'no-cache, no-store, no-transform',
      // What nginx and its kind would collect before they pass it on.
      'x-accel-buffering': 'no',
    })
    response.write(format.preamble)
    // A client that went away between two writes: `close` says what there is to say.
    response.on('error', () => undefined)
    response.on('drain', settings.onDrain)
    response.once('close', () => {
      this.#ended = true
      clearInterval(this.#beating)
      clearTimeout(this.#cutOff)
      settings.onClosed()
    })
    this.#beating = setInterval(() => {
      // Who does not read gets no more to read.
      if (!response.writableNeedDrain) response.write(format.heartbeat)
    }, heartbeatMs)
  }

  next(json: string, cursor: string | undefined): boolean {
    if (this.#ended) return true
    this.#cursor = cursor
    const { encoded, format } = this.#settings
    return this.#response.write(encoded.of(json, (same) => format.next(same, cursor)))
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.#end(this.#settings.format.failed(errors))
  }

  complete(): void {
    this.#end(this.#settings.format.completed)
  }

  /** Ends the response so that the client comes back, not just when all others do, and goes on where it was. */
  restart(): void {
    this.#stopping = true
    if (this.#ended) return this.#cutOffAfter(LONGEST_END_WHEN_STOPPING_MS)
    const { format, restartWithinMs } = this.#settings
    const inMs = Math.round(SHORTEST_RETRY_MS + Math.random() * restartWithinMs)
    this.#end(format.restarting(this.#cursor, inMs))
  }

  #end(last: string): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#beating)
    this.#response.end(last)
    this.#cutOffAfter(this.#stopping ? LONGEST_END_WHEN_STOPPING_MS : LONGEST_END_MS)
  }

  #cutOffAfter(ms: number): void {
    clearTimeout(this.#cutOff)
    this.#cutOff = setTimeout(() => this.#response.destroy(), ms)
  }
}
