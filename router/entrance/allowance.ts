/** What somebody may use up in a minute. */
export interface Share {
  readonly of: string
  readonly most: number
}

const WINDOW_MS = 60_000

/** How much each has used of their share in the running minute. The next minute forgets everything at once. */
export class Allowance {
  readonly #now: () => number
  #used = new Map<string, number>()
  #ends: number

  constructor(now = () => performance.now()) {
    this.#now = now
    this.#ends = now() + WINDOW_MS
  }

  /** Takes as much from all of these shares, or from none; then the seconds until there is more. */
  take(amount: number, shares: readonly Share[]): number | undefined {
    const now = this.#now()
    if (now >= this.#ends) {
      this.#used = new Map()
      this.#ends = now + WINDOW_MS
    }
    if (shares.some(({ of, most }) => (this.#used.get(of) ?? 0) + amount > most)) {
      return Math.ceil((this.#ends - now) / 1_000)
    }
    for (const { of } of shares) this.#used.set(of, (this.#used.get(of) ?? 0) + amount)
    return undefined
  }
}
