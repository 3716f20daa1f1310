import type { Applied } from '../feed/apply.ts'
import type { Place } from '../file/place.ts'
import { HOLDS, RENTALS } from '../projections/kinds.ts'
import { Ears } from './ears.ts'

export type Watcher = (applied: Applied) => void

/** Idle subscribers are told how far they have read at most so often. */
const MARK_MS = 1_000

/**
 * Hears of what was committed, and tells the listeners whom it concerns.
 *
 * Why nothing is missed between reading the file and listening: a listener is here before it reads. A commit that its
 * reading does not see is told after it came, since commits are told one by one in their order and only after they
 * are done; a commit that it sees is dropped by the number of its events.
 */
export class Hub {
  readonly rentals = new Ears(RENTALS)
  readonly holds = new Ears(HOLDS)
  readonly #watchers = new Set<Watcher>()
  readonly #markEvery: number
  #told: Pick<Applied, 'place' | 'applied'> | undefined
  #marked: Place | undefined
  #markTimer: NodeJS.Timeout | undefined

  /** `markEvery`: so many sequences are passed without a word to those whom they do not concern. */
  constructor({ markEvery = 100_000 } = {}) {
    this.#markEvery = markEvery
  }

  /** Is told of every commit. Returns how to end that. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** Is told of a commit, after it and before the next one. */
  hear(applied: Applied): void {
    this.rentals.tell(applied.refolded)
    this.holds.tell(applied.refoldedHolds)
    for (const watcher of this.#watchers) watcher(applied)
    this.#told = applied
    this.#markWhenDue()
  }

  stop(): void {
    clearTimeout(this.#markTimer)
  }

  /**
   * A place that nobody moves on becomes useless: too old, or of another stream, or from before something was mended.
   * What nothing happened to is therefore told of its new place now and then.
   */
  #markWhenDue(): void {
    const [now, told] = [this.#told?.place, this.#marked]
    this.#marked ??= now
    if (!now || !told || this.#markTimer) return
    const apart = now.stream !== told.stream || now.mended !== told.mended
    if (!apart && now.sequence - told.sequence < this.#markEvery) return
    this.#markTimer = setTimeout(() => this.#markAll(), MARK_MS).unref()
  }

  #markAll(): void {
    this.#markTimer = undefined
    if (!this.#told) return
    const { place, applied } = this.#told
    this.#marked = place
    for (const listener of this.rentals) listener.mark(place, applied)
    for (const listener of this.holds) listener.mark(place, applied)
  }
}
