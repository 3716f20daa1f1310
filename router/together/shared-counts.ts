import type { Elsewhere } from '@ebook/chassis/quota'

/** Of its own share: whoever has less of it here is not worth a word to the others. */
const WORTH_TELLING = 0.01

/**
 * How much each has taken of what they may, at this router and at the others. Asking costs a look into a map: what the
 * others have is what they said last.
 */
export class SharedCounts {
  readonly #ofOthers = new Map<string, Map<string, number>>()
  readonly #sums = new Map<string, number>()
  readonly #told = new Map<string, number>()
  readonly #untold = new Map<string, number>()

  /** At all the other routers together. */
  elsewhere(key: string): number {
    return this.#sums.get(key) ?? 0
  }

  /** So much of `most` is taken at this router now. */
  taken(key: string, own: number, most: number): void {
    if (own >= most * WORTH_TELLING || this.#told.has(key)) this.#untold.set(key, own)
  }

  /** Of one thing among several. */
  of(what: string): Elsewhere {
    return {
      elsewhere: (member) => this.elsewhere(`${what} ${member}`),
      taken: (member, own, most) => this.taken(`${what} ${member}`, own, most),
    }
  }

  /** What the others do not know yet; they do from now on. */
  news(): [string, number][] {
    const news = [...this.#untold]
    this.#untold.clear()
    for (const [key, own] of news) {
      if (own === 0) this.#told.delete(key)
      else this.#told.set(key, own)
    }
    return news
  }

  /** Somebody has not heard what was told. */
  tellAgain(): void {
    for (const [key, own] of this.#told) if (!this.#untold.has(key)) this.#untold.set(key, own)
  }

  hear(router: string, news: readonly (readonly [string, number])[]): void {
    const known = this.#ofOthers.get(router) ?? new Map<string, number>()
    this.#ofOthers.set(router, known)
    for (const [key, count] of news) {
      this.#add(key, count - (known.get(key) ?? 0))
      if (count === 0) known.delete(key)
      else known.set(key, count)
    }
  }

  /** What was taken there counts no more. */
  forget(router: string): void {
    for (const [key, count] of this.#ofOthers.get(router) ?? []) this.#add(key, -count)
    this.#ofOthers.delete(router)
  }

  /** Everybody begins again from nothing, here and elsewhere. */
  beginAgain(): void {
    for (const counts of [this.#ofOthers, this.#sums, this.#told, this.#untold]) counts.clear()
  }

  #add(key: string, more: number): void {
    const sum = this.elsewhere(key) + more
    if (sum === 0) this.#sums.delete(key)
    else this.#sums.set(key, sum)
  }
}
