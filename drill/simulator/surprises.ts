import { SeededRandom } from '@ebook/clients/seeded-random'

/** What chance decides in a step, by its seed. */
export class Surprises extends SeededRandom {
  readonly #none: boolean

  /** Seed 0 has none: it always draws 0, and no chance comes true. */
  constructor(seed: number) {
    super(seed)
    this.#none = seed === 0
  }

  override fraction(): number {
    return this.#none ? 0 : super.fraction()
  }

  override chance(probability: number): boolean {
    return !this.#none && super.chance(probability)
  }

  /** A seed for other surprises; never the one without any. */
  seed(): number {
    return this.below(4_294_967_294) + 1
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : this.of(items)
  }
}
