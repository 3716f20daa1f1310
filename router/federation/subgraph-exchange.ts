import type { Dispatcher } from 'undici'

/** Larger than any page of 100 rows by far; a subgraph that never ends its answer must not fill our memory. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024

export interface Answer {
  readonly status: number
  readonly body: string
}

/** The answer is larger than we take. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/**
 * One request and its answer through `Pool.dispatch`: no streams and no header objects, which are most of what
 * `request` and `fetch` cost. Settles once; `abort` settles it at once, also while it waits for a connection.
 */
export class SubgraphExchange implements Dispatcher.DispatchHandler {
  /** False as long as not one byte can have reached the subgraph. */
  sent = false
  readonly answer: Promise<Answer>
  readonly #settle: PromiseWithResolvers<Answer>
  readonly #chunks: Buffer[] = []
  #size = 0
  #status = 0
  #abortedBy: Error | undefined
  #controller: Dispatcher.DispatchController | undefined

  constructor(pool: Dispatcher, request: Dispatcher.DispatchOptions) {
    this.#settle = Promise.withResolvers<Answer>()
    this.answer = this.#settle.promise
    try {
      pool.dispatch(request, this)
    } catch (error) {
      this.#settle.reject(error)
    }
  }

  abort(reason: Error): void {
    this.#abortedBy = reason
    this.#controller?.abort(reason)
    this.#settle.reject(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It was aborted while it waited for a connection: undici writes nothing of a request that is aborted here.
    if (this.#abortedBy !== undefined) return controller.abort(this.#abortedBy)
    this.#controller = controller
    this.sent = true
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > LARGEST_ANSWER_BYTES)
      return this.abort(new AnswerTooLarge(`more than ${LARGEST_ANSWER_BYTES} bytes`))
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const [first] = this.#chunks
    const whole = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks, this.#size)
    this.#settle.resolve({ status: this.#status, body: whole.toString('utf8') })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle.reject(error)
  }
}
