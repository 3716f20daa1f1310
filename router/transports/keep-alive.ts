import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** A client that does not read cannot answer a ping either; it is given longer than one that is silent. */
const MOST_UNANSWERED_WHEN_CONGESTED = 4

/** Cuts off a WebSocket whose other side is gone without a word: a pulled cable, a proxy that has forgotten it. */
export class KeepAlive {
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #timer: NodeJS.Timeout
  #unanswered = 0
  #written = 0

  /** Asks every `pingMs` milliseconds; who has not answered by the next time is gone. */
  constructor(ws: WebSocket, socket: Socket, pingMs: number) {
    this.#ws = ws
    this.#socket = socket
    this.#timer = setInterval(() => this.#ask(), pingMs)
    const heard = () => void (this.#unanswered = 0)
    ws.on('pong', heard)
    ws.on('ping', heard)
    ws.on('message', heard)
    socket.on('drain', heard)
    ws.once('close', () => clearInterval(this.#timer))
  }

  #ask(): void {
    const waits = this.#socket.writableLength > 0
    const written = this.#socket.bytesWritten - this.#socket.writableLength
    // Some of what waited was taken: it reads, if slowly.
    if (waits && written !== this.#written) this.#unanswered = 0
    this.#written = written
    if (this.#unanswered >= (waits ? MOST_UNANSWERED_WHEN_CONGESTED : 1)) return this.#ws.terminate()
    this.#unanswered += 1
    if (!waits) this.#ws.ping()
  }
}
