import type { Applied } from '../feed/apply.ts'
import type { Place } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import { changesOf, concerns, type Scope } from './changes.ts'
import { Listener } from './listener.ts'

export type Watcher = (applied: Applied) => void

/** Idle subscribers are told how far they have read at most so often. */
const MARK_MS = 1_000

/**
 * Hears of what was committed, and tells the listeners whom it concerns. They are found by member and by rental, so that
 * those whom a change does not concern cost nothing, and rentals that nobody listens to are not unfolded.
 *
 * Why nothing is missed between reading the file and listening: a listener is here before it reads. A commit that its
 * reading does not see is told after it came, since commits are told one by one in their order and only after they
 * are done; a commit that it sees is dropped by the number of its events.
 */
export class Hub {
  readonly #all = new Set<Listener>()
  readonly #ofMember = new Map<string, Set<Listener>>()
  readonly #ofRental = new Map<string, Set<Listener>>()
  readonly #watchers = new Set<Watcher>()
  readonly #markEvery: number
  #told: Pick<Applied, 'place' | 'applied'> | undefined
  #marked: Place | undefined
  #markTimer: NodeJS.Timeout | undefined

  /** `markEvery`: so many sequences are passed without a word to those whom they do not concern. */
  constructor({ markEvery = 100_000 } = {}) {
    this.#markEvery = markEvery
  }

  /** Hears every change within the scope that is told from now on. */
  listen(scope: Scope): Listener {
    const listener = new Listener(scope)
    this.#placeFor(scope).add(listener)
    return listener
  }

  leave(listener: Listener): void {
    const { userId, rentalId } = listener.scope
    this.#all.delete(listener)
    forget(this.#ofRental, rentalId, listener)
    forget(this.#ofMember, userId, listener)
  }

  /** Is told of every commit. Returns how to end that. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** Is told of a commit, after it and before the next one. */
  hear(applied: Applied): void {
    for (const change of changesOf(applied, (row) => this.#isWanted(row))) {
      const { user_id, rental_id } = change.row
      for (const listeners of [this.#all, this.#ofMember.get(user_id), this.#ofRental.get(rental_id)]) {
        for (const listener of listeners ?? []) if (concerns(listener.scope, change)) listener.push(change)
      }
    }
    for (const watcher of this.#watchers) watcher(applied)
    this.#told = applied
    this.#markWhenDue()
  }

  stop(): void {
    clearTimeout(this.#markTimer)
  }

  #isWanted({ user_id, rental_id }: DashboardRow): boolean {
    return this.#all.size > 0 || this.#ofMember.has(user_id) || this.#ofRental.has(rental_id)
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
    for (const listeners of [this.#all, ...this.#ofMember.values(), ...this.#ofRental.values()]) {
      for (const listener of listeners) listener.mark(place, applied)
    }
  }

  #placeFor({ userId, rentalId }: Scope): Set<Listener> {
    if (rentalId !== undefined) return within(this.#ofRental, rentalId)
    return userId === undefined ? this.#all : within(this.#ofMember, userId)
  }
}

function within(index: Map<string, Set<Listener>>, key: string): Set<Listener> {
  const found = index.get(key) ?? new Set()
  index.set(key, found)
  return found
}

function forget(index: Map<string, Set<Listener>>, key: string | undefined, listener: Listener): void {
  if (key === undefined) return
  const found = index.get(key)
  found?.delete(listener)
  if (found?.size === 0) index.delete(key)
}
