import { Minute } from '../together/minute.ts'
import type { Together } from '../together/together.ts'

/** What somebody may use up in a minute. */
export interface Share {
  readonly of: string
  readonly most: number
}

/** How much each has used of their share in the running minute. The next minute forgets everything at once. */
export class Allowance {
  readonly #now: () => number
  readonly #together: Pick<Together, 'used' | 'minute'> | undefined
  readonly #minute: Minute
  #number = 0
  #used = new Map<string, number>()

  /** @param together when there are several routers: what is used at the others counts too */
  constructor(now = () => performance.now(), together?: Pick<Together, 'used' | 'minute'>) {
    this.#now = now
    this.#together = together
    this.#minute = together?.minute ?? new Minute()
  }

  /** Takes as much from all of these shares, or from none; then the seconds until there is more. */
  take(amount: number, shares: readonly Share[]): number | undefined {
    const now = this.#now()
    const together = this.#together
    this.#minute.goOn(now)
    if (this.#number !== this.#minute.number) {
      this.#number = this.#minute.number
      this.#used = new Map()
    }
    const used = (of: string) => (this.#used.get(of) ?? 0) + (together?.used.elsewhere(of) ?? 0)
    if (shares.some(({ of, most }) => used(of) + amount > most)) {
      return Math.ceil(this.#minute.left(now) / 1_000)
    }
    for (const { of, most } of shares) {
      const own = (this.#used.get(of) ?? 0) + amount
      this.#used.set(of, own)
      together?.used.taken(of, own, most)
    }
    return undefined
  }
}
