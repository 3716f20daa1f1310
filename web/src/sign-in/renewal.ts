/** Before a token ends: longer than a request takes and clocks differ. Of a short-lived one, half its life. */
const AHEAD_MS = 60_000
/** A token that ends within this is not sent any more. */
const TOO_LATE_MS = 5_000
const AGAIN_MS = 10_000
/** setTimeout takes no more. */
const LONGEST_MS = 2_147_483_647

/** Has a token renewed a minute before it ends, or as soon as the issuer can be reached again. */
export class Renewal {
  #renew: () => Promise<void>
  #endsAt = Infinity
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined

  /** `renew` throws when it is to be tried again; by success it calls `expiresAt`. */
  constructor(renew: () => Promise<void>) {
    this.#renew = renew
  }

  /** Milliseconds since 1970. */
  expiresAt(endsAt: number): void {
    this.#endsAt = endsAt
    const remaining = endsAt - Date.now()
    this.#schedule(remaining > 0 ? remaining - Math.min(AHEAD_MS, remaining / 2) : AGAIN_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#endsAt = Infinity
  }

  /** A page that slept may have missed its moment: who needs a token asks before. */
  async ifDue(): Promise<void> {
    if (this.#endsAt - Date.now() < TOO_LATE_MS) await this.now()
  }

  /** Once, however many ask. */
  now(): Promise<void> {
    this.#running ??= this.#run().finally(() => (this.#running = undefined))
    return this.#running
  }

  async #run(): Promise<void> {
    const endedAt = this.#endsAt
    try {
      await this.#renew()
    } catch {
      if (this.#endsAt === endedAt && endedAt !== Infinity) this.#schedule(AGAIN_MS)
    }
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.now(), Math.min(afterMs, LONGEST_MS))
  }
}
