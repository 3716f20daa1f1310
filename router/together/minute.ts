const MINUTE_MS = 60_000

/** The running minute, of which each may use up so much. A new one begins with the first who asks after its end. */
export class Minute {
  /** Another one for each. */
  number = 0
  #ends = 0
  readonly #onBegin: () => void

  constructor(onBegin: () => void = () => undefined) {
    this.#onBegin = onBegin
  }

  /** Milliseconds; at `now`, by the clock of `performance.now()`. */
  left(now: number): number {
    return Math.max(0, this.#ends - now)
  }

  /** It is over in so many milliseconds at the latest; if it was over, another one has begun. */
  endsWithin(ms: number, now: number): void {
    const isOver = now >= this.#ends
    this.#ends = isOver ? now + ms : Math.min(this.#ends, now + ms)
    if (!isOver) return
    this.number += 1
    this.#onBegin()
  }

  goOn(now: number): void {
    if (now >= this.#ends) this.endsWithin(MINUTE_MS, now)
  }
}
