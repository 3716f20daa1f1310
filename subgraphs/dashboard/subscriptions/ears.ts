import type { Refolded } from '../feed/apply.ts'
import type { FollowedRow, Kind } from '../projections/kinds.ts'
import { changesOf, concerns, type Scope } from './changes.ts'
import { Listener } from './listener.ts'

/**
 * Who listens to the rows of one kind. They are found by member and by row, so that those whom a change does not concern
 * cost nothing, and rows that nobody listens to are not unfolded.
 */
export class Ears<Row extends FollowedRow> {
  readonly kind: Kind<Row>
  readonly #all = new Set<Listener<Row>>()
  readonly #ofMember = new Map<string, Set<Listener<Row>>>()
  readonly #ofRow = new Map<string, Set<Listener<Row>>>()

  constructor(kind: Kind<Row>) {
    this.kind = kind
  }

  /** Hears every change within the scope that is told from now on. */
  listen(scope: Scope): Listener<Row> {
    const listener = new Listener<Row>(scope)
    this.#placeFor(scope).add(listener)
    return listener
  }

  leave(listener: Listener<Row>): void {
    const { userId, id } = listener.scope
    this.#all.delete(listener)
    forget(this.#ofRow, id, listener)
    forget(this.#ofMember, userId, listener)
  }

  tell(refolded: readonly Refolded<Row>[]): void {
    for (const change of changesOf(this.kind, refolded, (row) => this.#thoseOf(row).some((some) => some?.size))) {
      for (const listeners of this.#thoseOf(change.row)) {
        for (const listener of listeners ?? []) if (concerns(this.kind, listener.scope, change)) listener.push(change)
      }
    }
  }

  *[Symbol.iterator](): Generator<Listener<Row>> {
    for (const listeners of [this.#all, ...this.#ofMember.values(), ...this.#ofRow.values()]) yield* listeners
  }

  #thoseOf(row: Row) {
    return [this.#all, this.#ofMember.get(row.user_id), this.#ofRow.get(this.kind.idOf(row))]
  }

  #placeFor({ userId, id }: Scope): Set<Listener<Row>> {
    if (id !== undefined) return within(this.#ofRow, id)
    return userId === undefined ? this.#all : within(this.#ofMember, userId)
  }
}

function within<Item>(index: Map<string, Set<Item>>, key: string): Set<Item> {
  const found = index.get(key) ?? new Set()
  index.set(key, found)
  return found
}

function forget<Item>(index: Map<string, Set<Item>>, key: string | undefined, listener: Item): void {
  if (key === undefined) return
  const found = index.get(key)
  found?.delete(listener)
  if (found?.size === 0) index.delete(key)
}
