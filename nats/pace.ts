import { setTimeout as delay } from 'node:timers/promises'

/** What one costs at least, and at most, in milliseconds of its reader's time; in between `SHARE` times what it took. */
const LEAST_MS = 20
const MOST_MS = 250
const SHARE = 5
/** So much goes at once, after a rest. */
const AT_ONCE_MS = 500

/**
 * Lets a few through as they come, and makes many that follow each other wait: what has come meanwhile goes together, and
 * shares a commit. Whoever reads works a fifth of the time, then: where the processor is wanted by many, each takes longer,
 * waits longer, and has more to take with it the next time, and what somebody waits for, an answer to a command, gets through
 * in between. What is only about the same conversation as the one before does not wait: it goes on because of itself, and
 * nobody else is there to go with it.
 */
export class Pace {
  /** When all that were let through would have been, each at its cost. */
  #spent = 0
  /** The conversation of the one before, if it was about no other. */
  #alone: string | undefined

  /** How many ms the next one has to wait, when one that took so long, about these conversations, ends now. */
  next(about: readonly string[], tookMs: number, now = performance.now()): number {
    const [one] = about
    const alone = about.every((other) => other === one) ? one : undefined
    if (alone !== undefined && alone === this.#alone) return 0
    this.#alone = alone
    this.#spent = Math.max(this.#spent, now) + Math.min(MOST_MS, Math.max(LEAST_MS, SHARE * tookMs))
    return Math.max(0, this.#spent - now - AT_ONCE_MS)
  }

  /** Of one that began then and ends now. */
  async keep(about: readonly string[], began: number): Promise<void> {
    const ms = this.next(about, performance.now() - began)
    if (ms > 0) await delay(ms)
  }
}
