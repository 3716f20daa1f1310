/** Chance that repeats itself (mulberry32): the same seed, the same numbers, on every machine. */
export class SeededRandom {
  #state: number

  /** The name tells apart those who share a seed and draw side by side. */
  constructor(seed: number, name = '') {
    this.#state = seed
    for (const letter of name) this.#state = Math.imul(this.#state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  }

  /** Uniform in [0, 1). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to, not including, `n`. */
  below(n: number): number {
    return Math.floor(this.fraction() * n)
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** Throws when there is nothing to choose from. */
  of<T>(things: readonly T[]): T {
    if (things.length === 0) throw new Error('there is nothing to choose from')
    return things[this.below(things.length)] as T
  }

  shuffled<T>(things: readonly T[]): T[] {
    const left = [...things]
    return things.map(() => left.splice(this.below(left.length), 1)[0] as T)
  }
}
