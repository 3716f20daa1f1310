/** How much of something each member has, within a bound. */
export class Allotment {
  readonly #most: number
  readonly #taken = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Takes one; the returned function gives it back, once. Undefined when the member has as much as there is to have. */
  take(member: string): (() => void) | undefined {
    const taken = this.#taken.get(member) ?? 0
    if (taken >= this.#most) return undefined
    this.#taken.set(member, taken + 1)
    let out = true
    return () => {
      if (!out) return
      out = false
      const left = (this.#taken.get(member) ?? 0) - 1
      if (left > 0) this.#taken.set(member, left)
      else this.#taken.delete(member)
    }
  }
}
