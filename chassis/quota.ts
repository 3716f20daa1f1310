/** What other processes that keep the same quota have given out. */
export interface Elsewhere {
  elsewhere(member: string): number
  /** So much of `most` is taken here now. */
  taken(member: string, own: number, most: number): void
}

/** How much of something each member has, and all together, within a bound. */
export class Quota {
  readonly #mostOfOne: number
  readonly #mostOfAll: number
  readonly #taken = new Map<string, number>()
  readonly #elsewhere: Elsewhere | undefined
  #takenByAll = 0

  /** @param elsewhere counts for each member, and not for all together: that bounds this process */
  constructor(mostOfOne: number, mostOfAll = Infinity, elsewhere?: Elsewhere) {
    this.#mostOfOne = mostOfOne
    this.#mostOfAll = mostOfAll
    this.#elsewhere = elsewhere
  }

  /** Takes one; the returned function gives it back, once. Undefined when the member, or all, have what there is to have. */
  take(member: string): (() => void) | undefined {
    const taken = this.#taken.get(member) ?? 0
    const takenElsewhere = this.#elsewhere?.elsewhere(member) ?? 0
    if (taken + takenElsewhere >= this.#mostOfOne || this.#takenByAll >= this.#mostOfAll) return undefined
    this.#taken.set(member, taken + 1)
    this.#takenByAll += 1
    this.#elsewhere?.taken(member, taken + 1, this.#mostOfOne)
    let out = true
    return () => {
      if (!out) return
      out = false
      this.#takenByAll -= 1
      const left = (this.#taken.get(member) ?? 0) - 1
      if (left > 0) this.#taken.set(member, left)
      else this.#taken.delete(member)
      this.#elsewhere?.taken(member, left, this.#mostOfOne)
    }
  }
}
