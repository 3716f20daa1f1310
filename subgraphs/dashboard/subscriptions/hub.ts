import type { Applied } from '../feed/apply.ts'
import { concerns, type Scope } from '../file/changes.ts'
import type { Place } from '../file/place.ts'
import type { DashboardRow } from '../projections/row.ts'
import { Listener } from './listener.ts'

export type Apply = (wants: (row: DashboardRow) => boolean) => Promise<Applied>
export type Watcher = (applied: Applied) => void

/** Idle subscribers are told how far they have read at most so often. */
const MARK_MS = 1_000

/**
 * Tells of what was committed. Listeners are found by member and by rental, so that those whom a change does not
 * concern cost nothing.
 *
 * Why nothing is missed between reading the file and listening: a listener is here before it reads. A commit that its
 * reading does not see is told after it came, since commits are told one by one in their order and only after they
 * are done; a commit that it sees is dropped by the number of its events. A commit that was under way when it came may
 * have left its changes out, because nobody wanted them: then the listener is sent to the file once more.
 */
export class Hub {
  readonly #all = new Set<Listener>()
  readonly #ofMember = new Map<string, Set<Listener>>()
  readonly #ofRental = new Map<string, Set<Listener>>()
  readonly #watchers = new Set<Watcher>()
  readonly #markEvery: number
  /** Who came after the commit under way had begun. */
  #newcomers = new Set<Listener>()
  #turn: Promise<unknown> = Promise.resolve()
  #committing = false
  #place: Place | undefined
  #marked: Place | undefined
  #markTimer: NodeJS.Timeout | undefined

  /** `markEvery`: so many sequences are passed without a word to those whom they do not concern. */
  constructor({ markEvery = 100_000 } = {}) {
    this.#markEvery = markEvery
  }

  /** Hears every change within the scope that is committed from now on; those under way as well. */
  listen(scope: Scope): Listener {
    const listener = new Listener(scope)
    this.#placeFor(scope).add(listener)
    this.#newcomers.add(listener)
    return listener
  }

  leave(listener: Listener): void {
    const { userId, rentalId } = listener.scope
    this.#newcomers.delete(listener)
    this.#all.delete(listener)
    forget(this.#ofRental, rentalId, listener)
    forget(this.#ofMember, userId, listener)
  }

  /** Is told of every commit. Returns how to end that. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /** Runs a commit, after all that were given before, and tells of it. Rejects as the commit does. */
  commit(apply: Apply): Promise<Applied> {
    const commit = this.#turn.then(async () => {
      this.#newcomers.clear()
      this.#committing = true
      try {
        const applied = await apply((row) => this.#wants(row))
        this.#tell(applied)
        return applied
      } finally {
        this.#committing = false
      }
    })
    this.#turn = commit.catch(() => undefined)
    return commit
  }

  stop(): void {
    clearTimeout(this.#markTimer)
  }

  #wants({ user_id, rental_id }: DashboardRow): boolean {
    return this.#all.size > 0 || this.#ofMember.has(user_id) || this.#ofRental.has(rental_id)
  }

  #tell(applied: Applied): void {
    if (applied.taken.length > 0) for (const listener of this.#newcomers) listener.overflow()
    for (const change of applied.changes) {
      const { user_id, rental_id } = change.row
      for (const listeners of [this.#all, this.#ofMember.get(user_id), this.#ofRental.get(rental_id)]) {
        for (const listener of listeners ?? []) if (concerns(listener.scope, change)) listener.push(change)
      }
    }
    for (const watcher of this.#watchers) watcher(applied)
    this.#place = applied.place
    this.#markWhenDue()
  }

  /**
   * A place that nobody moves on becomes useless: too old, or of another stream, or from before something was mended.
   * What nothing happened to is therefore told of its new place now and then.
   */
  #markWhenDue(): void {
    const [now, told] = [this.#place, this.#marked]
    this.#marked ??= now
    if (!now || !told || this.#markTimer) return
    const apart = now.stream !== told.stream || now.mended !== told.mended
    if (!apart && now.sequence - told.sequence < this.#markEvery) return
    this.#markTimer = setTimeout(() => {
      this.#markTimer = undefined
      // A reading can be ahead of what was told, but not of what is told at the end of a commit.
      if (!this.#committing) this.#markAll()
      else this.#turn = this.#turn.then(() => this.#markAll())
    }, MARK_MS).unref()
  }

  #markAll(): void {
    const place = this.#place
    if (!place) return
    this.#marked = place
    for (const listeners of [this.#all, ...this.#ofMember.values(), ...this.#ofRental.values()]) {
      for (const listener of listeners) listener.mark(place)
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
