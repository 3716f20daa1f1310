import { WebSocket } from 'ws'
import type { Json } from './people.ts'

export interface LiveHandlers {
  /** The operation has been sent. */
  subscribed(): void
  next(payload: Json): void
  /** The operation was ended with `error`. */
  error(errors: Json[]): void
  complete(): void
  /** The connection is gone; `code` is 1006 when nobody said why. */
  closed(code: number, reason: string): void
  /** The other side did something that graphql-transport-ws forbids. */
  violation(what: string): void
}

export interface LiveRequest {
  readonly query: string
  readonly operationName?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly extensions?: Readonly<Record<string, unknown>>
}

/**
 * One graphql-transport-ws connection with one operation, written by hand: a client library would hide what a strict
 * test wants to see, such as a `next` after the end, and cannot stop reading.
 */
export class LiveSocket {
  readonly #socket: WebSocket
  readonly #handlers: LiveHandlers
  readonly #pongs: ((payload: Json) => void)[] = []
  #over = false

  constructor(url: string, token: string | undefined, request: LiveRequest, handlers: LiveHandlers) {
    this.#handlers = handlers
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { handshakeTimeout: 10_000 })
    this.#socket = socket
    socket.on('open', () =>
      this.#send({ type: 'connection_init', payload: token && { authorization: `Bearer ${token}` } }),
    )
    socket.on('message', (text) => this.#receive(JSON.parse(String(text)), request))
    socket.on('error', () => undefined)
    socket.on('close', (code, reason) => handlers.closed(code, reason.toString()))
  }

  /** Without a word, as a network does. */
  cut(): void {
    this.#socket.terminate()
  }

  /** The client ends the operation, and then the connection. */
  end(): void {
    if (this.#socket.readyState === WebSocket.OPEN && !this.#over) this.#send({ type: 'complete', id: '1' })
    this.#socket.close(1000)
  }

  /** From now on nothing is read: what comes waits in the buffers of both sides. */
  stopReading(): void {
    this.#socket.pause()
  }

  readAgain(): void {
    this.#socket.resume()
  }

  /** A ping with another token; what the pong says. */
  renew(token: string): Promise<Json> {
    this.#send({ type: 'ping', payload: { authorization: `Bearer ${token}` } })
    return new Promise((resolve) => this.#pongs.push(resolve))
  }

  #send(message: Json): void {
    this.#socket.send(JSON.stringify(message))
  }

  #receive(message: Json, request: LiveRequest): void {
    const { type, id, payload } = message
    if (type === 'connection_ack') {
      this.#send({ type: 'subscribe', id: '1', payload: request })
      return this.#handlers.subscribed()
    }
    if (type === 'ping') return this.#send({ type: 'pong' })
    if (type === 'pong') return this.#pongs.shift()?.(payload)
    if (this.#over) return this.#handlers.violation(`${type} after the operation's end`)
    if (id !== '1') return this.#handlers.violation(`${type} for an operation ${id} that nobody began`)
    this.#over = type !== 'next'
    if (type === 'next') this.#handlers.next(payload)
    else if (type === 'error') this.#handlers.error(payload)
    else if (type === 'complete') this.#handlers.complete()
    else this.#handlers.violation(`a message of the type ${type}`)
  }
}
