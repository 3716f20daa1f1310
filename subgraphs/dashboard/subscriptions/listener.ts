import { isBehind, type Place } from '../file/place.ts'
import type { FollowedRow } from '../projections/kinds.ts'
import type { DashboardRow } from '../projections/row.ts'
import type { NewChange, Scope } from './changes.ts'

/** What a listener hears: a change, or that nothing of its own happened up to a place. */
export type Heard<Row extends FollowedRow> = NewChange<Row> | { readonly row?: undefined; readonly place: Place }

/** Beyond this a slow reader is sent to the file, which has it all, instead of memory. */
const MOST_WAITING = 256

/**
 * One subscriber's ear. It begins deaf: what is committed while the subscriber reads the file is kept here, and
 * `goLive` drops of that what the file has shown already. From then on changes are heard from memory, in order,
 * without reading the file. One that takes them too slowly loses none: it is told to read on in the file from `place`.
 */
export class Listener<Row extends FollowedRow = DashboardRow> {
  readonly scope: Scope
  #waiting: NewChange<Row>[] = []
  #overflowed = false
  #live = false
  /** The last event that the file has shown. */
  #shown = 0
  #place: Place | undefined
  #mark: Place | undefined
  #wake: ((value?: unknown) => void) | undefined

  constructor(scope: Scope) {
    this.scope = scope
  }

  /** How far the subscriber has read when it is sent back to the file. */
  get place(): Place {
    if (this.#place === undefined) throw new Error('a listener has no place before it was live')
    return this.#place
  }

  /** Before the subscriber begins to read the file. */
  goDeaf(): void {
    this.#live = false
    this.#waiting = []
    this.#overflowed = false
    this.#mark = undefined
  }

  /** The file was read up to its end, which was at `place`, behind the event `shown`. */
  goLive(place: Place, shown: number): void {
    this.#live = true
    this.#place = place
    this.#shown = shown
    this.#waiting = this.#waiting.filter(({ applied }) => applied > shown)
  }

  push(change: NewChange<Row>): void {
    if (this.#overflowed || (this.#live && change.applied <= this.#shown)) return
    if (this.#waiting.length >= MOST_WAITING) return this.#overflow()
    // Whoever waits for nothing has heard everything of its own before this.
    if (this.#live && this.#waiting.length === 0) this.#place = change.before
    this.#mark = undefined
    this.#waiting.push(change)
    this.#wake?.()
  }

  /**
   * Everything up to this place, which is behind the event `applied`, was told: so whoever waits for nothing has come so far,
   * unless the file has shown it more than was told yet.
   */
  mark(place: Place, applied: number): void {
    if (!this.#live || this.#overflowed || this.#waiting.length > 0 || applied < this.#shown) return
    if (this.#place && isBehind(place, this.#place)) return
    this.#place = place
    this.#mark = place
    this.#wake?.()
  }

  /** Waits for what is heard next; undefined when the subscriber must read the file. Throws the signal's reason. */
  async next(signal: AbortSignal): Promise<Heard<Row> | undefined> {
    for (;;) {
      signal.throwIfAborted()
      if (this.#overflowed) return undefined
      const change = this.#waiting.shift()
      if (change) {
        this.#place = change.place
        return change
      }
      const place = this.#mark
      this.#mark = undefined
      if (place) return { place }
      await this.#woken(signal)
    }
  }

  /** From here on only the file has what was committed. */
  #overflow(): void {
    this.#overflowed = true
    this.#waiting = []
    this.#mark = undefined
    this.#wake?.()
  }

  async #woken(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.#wake = resolve
    signal.addEventListener('abort', resolve, { once: true })
    await promise
    this.#wake = undefined
    signal.removeEventListener('abort', resolve)
  }
}
