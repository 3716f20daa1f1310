/** Chance that repeats itself: the same seed rolls the same. */
export interface Dice {
  /** From 0 up to, not including, 1. */
  roll(): number
  /** A whole number from 0 up to, not including, `n`. */
  below(n: number): number
  /** A whole number, both ends included. */
  between(from: number, to: number): number
  /** Throws when there is nothing to choose from. */
  of<T>(things: readonly T[]): T
  shuffled<T>(things: readonly T[]): T[]
}

/** mulberry32: small, and the same everywhere. The name tells apart those who share a seed and roll side by side. */
export function dice(seed: number, name = ''): Dice {
  let state = seed
  for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(roll() * n)
  return {
    roll,
    below,
    between: (from, to) => from + below(to - from + 1),
    of(things) {
      if (things.length === 0) throw new Error('there is nothing to choose from')
      return things[below(things.length)] as (typeof things)[number]
    },
    shuffled(things) {
      const left = [...things]
      return things.map(() => left.splice(below(left.length), 1)[0] as (typeof things)[number])
    },
  }
}
