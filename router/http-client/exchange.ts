import type { Response } from './response-reader.ts'

/** Whatever is taken of a connection pool: where a request is sent, and given up. */
export interface Sender {
  send(exchange: Exchange): void
}

/** One request and its response. Settles once; `abort` settles it at once, also while it waits for a connection. */
export class Exchange {
  /** The whole request, as it is written. */
  readonly text: string
  /** False as long as not one byte can have reached the other side. */
  sent = false
  readonly response: Promise<Response>
  readonly #settled = Promise.withResolvers<Response>()
  /** Closes the connection that it is on. */
  #cut: ((reason: Error) => void) | undefined
  #isSettled = false

  constructor(text: string, by: Sender) {
    this.text = text
    this.response = this.#settled.promise
    by.send(this)
  }

  get isSettled(): boolean {
    return this.#isSettled
  }

  /** It is written now; `cut` closes the connection. */
  begin(cut: (reason: Error) => void): void {
    this.sent = true
    this.#cut = cut
  }

  resolve(response: Response): void {
    this.#isSettled = true
    this.#settled.resolve(response)
  }

  fail(error: Error): void {
    this.#isSettled = true
    this.#settled.reject(error)
  }

  abort(reason: Error): void {
    if (this.#isSettled) return
    this.fail(reason)
    this.#cut?.(reason)
  }
}
