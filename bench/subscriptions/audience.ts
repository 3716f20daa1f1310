import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Listener {
  readonly token: string
  readonly holds: string
  /** Where its rental stands. */
  readonly version: number
}

export interface Opening {
  readonly name: string
  readonly url: string
  readonly query: string
  readonly listeners: readonly Listener[]
  /** Every payload is told at once, instead of many together. */
  readonly prompt: boolean
}

export type Ask = ({ do: 'open' } & Opening) | { do: 'inspect' | 'close'; name: string }

export interface Inspection {
  readonly versions: { readonly lowest: number; readonly highest: number }
  readonly problems: readonly string[]
  /** A payload, to be looked at as a whole. */
  readonly last: string
  /** By all clients of the process, since its beginning. */
  readonly received: number
  readonly bytes: number
  readonly cpuMicros: number
}

export type Answer =
  | { kind: 'done'; inspection: Inspection | undefined }
  | { kind: 'failed'; problem: string }
  | { kind: 'received'; received: number }

/** Clients in a process of their own, so that reading takes no time from the router or from who measures. */
export class Audience {
  readonly #child: ChildProcess
  #answered: PromiseWithResolvers<Inspection | undefined> | undefined
  #received = 0
  #watcher: (() => void) | undefined
  #ended = false

  constructor(by: readonly string[]) {
    const script = fileURLToPath(new URL('./audience-process.ts', import.meta.url))
    const [execPath = process.execPath, ...execArgv] = [...by, process.execPath]
    this.#child = fork(script, { execPath, execArgv })
    this.#child.on('message', (answer: Answer) => this.#hear(answer))
    this.#child.once('exit', (code) => {
      if (this.#ended) return
      this.#answered?.reject(new Error(`the clients' process ended with ${code}`))
    })
  }

  /** Payloads that all clients have received so far. */
  get received(): number {
    return this.#received
  }

  /** Fulfilled when more has been received, or nothing for so long. */
  async more(withinMs: number): Promise<boolean> {
    const before = this.#received
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#watcher = resolve
    await promise
    clearTimeout(timer)
    return this.#received > before
  }

  /** Opens a subscription for each, on a socket of its own. Fulfilled when all have been sent. */
  async open(opening: Opening): Promise<void> {
    await this.#ask({ do: 'open', ...opening })
  }

  async inspect(name: string): Promise<Inspection> {
    const inspection = await this.#ask({ do: 'inspect', name })
    if (inspection === undefined) throw new Error('the clients did not say what they have')
    return inspection
  }

  async close(name: string): Promise<void> {
    await this.#ask({ do: 'close', name })
  }

  stop(): void {
    this.#ended = true
    this.#child.disconnect()
  }

  #ask(ask: Ask): Promise<Inspection | undefined> {
    this.#answered = Promise.withResolvers()
    this.#child.send(ask)
    return this.#answered.promise
  }

  #hear(answer: Answer): void {
    if (answer.kind === 'done') return this.#answered?.resolve(answer.inspection)
    if (answer.kind === 'failed') return this.#answered?.reject(new Error(answer.problem))
    this.#received = answer.received
    this.#watcher?.()
  }
}
