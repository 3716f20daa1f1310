import { Subscriber } from './subscriber.ts'

export interface Hearing {
  readonly token: string
  /** What every payload must hold, such as the rental's id. */
  readonly holds: string
  /** Where its rental stands. */
  readonly version: number
}

const OPENED_AT_A_TIME = 64

/** Clients of one crowd, each with a subscription on a socket of its own. */
export class Audience {
  received = 0
  bytes = 0
  readonly #subscribers: Subscriber[] = []
  #heard: (() => void) | undefined

  /** Fulfilled when all have subscribed. */
  async open(url: string, query: string, hearings: readonly Hearing[]): Promise<void> {
    const onPayload = (bytes: number) => {
      this.received += 1
      this.bytes += bytes
      this.#heard?.()
    }
    const waiting = hearings.values()
    const lane = async () => {
      for (const { version, ...hearing } of waiting) {
        this.#subscribers.push(await Subscriber.open({ url, query, onPayload, ...hearing }, version))
      }
    }
    await Promise.all(Array.from({ length: OPENED_AT_A_TIME }, lane))
  }

  /** Fulfilled when more has been received, or nothing for so long. */
  async more(withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(resolve, withinMs, false)
    this.#heard = () => resolve(true)
    const isMore = await promise
    this.#heard = undefined
    clearTimeout(timer)
    return isMore
  }

  get versions(): { readonly lowest: number; readonly highest: number } {
    const versions = this.#subscribers.map(({ version }) => version)
    return { lowest: Math.min(...versions), highest: Math.max(...versions) }
  }

  get problems(): readonly string[] {
    return this.#subscribers.flatMap(({ problem }) => problem ?? []).slice(0, 5)
  }

  close(): void {
    for (const subscriber of this.#subscribers.splice(0)) subscriber.close()
  }
}
