import { setTimeout as delay } from 'node:timers/promises'

/**
 * Lets a few through as they come, and of many that follow each other one in so many milliseconds: what has come meanwhile
 * goes together, and shares a commit.
 */
export class Pace {
  readonly #ms: number
  readonly #atOnce: number
  /** When all that were let through would have been, one in `ms`. */
  #spent = 0

  constructor(ms: number, atOnce: number) {
    this.#ms = ms
    this.#atOnce = atOnce
  }

  /** How long the next one, which comes now, has to wait. */
  next(now = performance.now()): number {
    const spent = Math.max(this.#spent, now)
    this.#spent = spent + this.#ms
    return Math.max(0, this.#spent - now - this.#atOnce * this.#ms)
  }

  async keep(): Promise<void> {
    const ms = this.next()
    if (ms > 0) await delay(ms)
  }
}
