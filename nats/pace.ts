import { setTimeout as delay } from 'node:timers/promises'

/**
 * Lets a few through as they come, and of many that follow each other one in so many milliseconds: what has come meanwhile
 * goes together, and shares a commit. What is only about the same conversation as the one before does not wait: it goes on
 * because of itself, and nobody else is there to go with it.
 */
export class Pace {
  readonly #ms: number
  readonly #atOnce: number
  /** When all that were let through would have been, one in `ms`. */
  #spent = 0
  /** The conversation of the one before, if it was about no other. */
  #alone: string | undefined

  constructor(ms: number, atOnce: number) {
    this.#ms = ms
    this.#atOnce = atOnce
  }

  /** How long the next one has to wait, when one about these conversations ends now. */
  next(about: readonly string[], now = performance.now()): number {
    const [one] = about
    const alone = about.every((other) => other === one) ? one : undefined
    if (alone !== undefined && alone === this.#alone) return 0
    this.#alone = alone
    const spent = Math.max(this.#spent, now)
    this.#spent = spent + this.#ms
    return Math.max(0, this.#spent - now - this.#atOnce * this.#ms)
  }

  async keep(about: readonly string[]): Promise<void> {
    const ms = this.next(about)
    if (ms > 0) await delay(ms)
  }
}
