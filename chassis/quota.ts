/** How much of something each member has, and all together, within a bound. */
export class Quota {
  readonly #mostOfOne: number
  readonly #mostOfAll: number
  readonly #taken = new Map<string, number>()
  #takenByAll = 0

  constructor(mostOfOne: number, mostOfAll = Infinity) {
    this.#mostOfOne = mostOfOne
    this.#mostOfAll = mostOfAll
  }

  /** Takes one; the returned function gives it back, once. Undefined when the member, or all, have what there is to have. */
  take(member: string): (() => void) | undefined {
    const taken = this.#taken.get(member) ?? 0
    if (taken >= this.#mostOfOne || this.#takenByAll >= this.#mostOfAll) return undefined
    this.#taken.set(member, taken + 1)
    this.#takenByAll += 1
    let out = true
    return () => {
      if (!out) return
      out = false
      this.#takenByAll -= 1
      const left = (this.#taken.get(member) ?? 0) - 1
      if (left > 0) this.#taken.set(member, left)
      else this.#taken.delete(member)
    }
  }
}
