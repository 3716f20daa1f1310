/** A seeded source of numbers (mulberry32): the same seed, the same numbers, on every machine. */
export class Dice {
  #state: number

  /** Seed 0 has no surprises: it always throws 0, and no chance comes true. */
  constructor(seed: number) {
    this.#state = seed >>> 0
    this.#benign = this.#state === 0
  }

  readonly #benign: boolean

  /** Uniform in [0, 1). */
  fraction(): number {
    if (this.#benign) return 0
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  chance(probability: number): boolean {
    return !this.#benign && this.fraction() < probability
  }

  /** A seed for other dice; never the one without surprises. */
  seed(): number {
    return this.below(4_294_967_294) + 1
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)]
  }
}
