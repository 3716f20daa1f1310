import type { Position, Range } from './repairable.ts'

/** Something that should move on by itself: what stood still since when, and how far it was known to reach then. */
interface Standstill {
  readonly at: number
  readonly knownUpTo: number
  readonly since: number
}

/**
 * Decides when to stop waiting for the stream to bring what is missing: a hole between the events of a producer, or
 * its lost tail. Both are given `ms`, counted anew whenever the place moves, so that catching up is not mistaken for
 * loss. Instants are those of a monotonic clock, in milliseconds.
 */
export class Patience {
  readonly #ms: number
  readonly #holes = new Map<string, Standstill>()
  readonly #tails = new Map<string, Standstill>()

  constructor(ms: number) {
    this.#ms = ms
  }

  /**
   * The positions among which something is overdue. `announced` is undefined when the producer was never heard. Unless the
   * stream is `drained`, a tail may still come by itself: it is overdue as soon as the stream is.
   */
  overdue(
    { producer, reached, highest }: Position,
    announced: number | undefined,
    now: number,
    drained = true,
  ): Range[] {
    return [
      this.#wait(this.#holes, producer, reached, highest, now, true),
      this.#wait(this.#tails, producer, highest, announced ?? 0, now, drained),
    ].filter((range) => range !== undefined)
  }

  #wait(
    waits: Map<string, Standstill>,
    producer: string,
    at: number,
    upTo: number,
    now: number,
    mayEnd: boolean,
  ): Range | undefined {
    if (at >= upTo) {
      waits.delete(producer)
      return undefined
    }
    const known = waits.get(producer)
    if (known?.at !== at) {
      waits.set(producer, { at, knownUpTo: upTo, since: now })
      return undefined
    }
    if (!mayEnd || now - known.since < this.#ms) return undefined
    // Counted anew, so that a producer that is away is asked again after another wait and not at every look.
    waits.set(producer, { at, knownUpTo: upTo, since: now })
    return { from: at + 1, to: known.knownUpTo }
  }
}
