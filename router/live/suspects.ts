import { LRUCache } from 'lru-cache'
import type { Bound } from '../federation/planned-subscription.ts'

const MOST_REMEMBERED = 1_000

/** Operations that got no answer on a connection of their own either: next time they are tried there first. */
export class Suspects {
  readonly #keys = new LRUCache<string, true>({ max: MOST_REMEMBERED })

  has({ groupKey }: Bound): boolean {
    return this.#keys.has(groupKey)
  }

  note({ groupKey }: Bound): void {
    this.#keys.set(groupKey, true)
  }

  clear({ groupKey }: Bound): void {
    this.#keys.delete(groupKey)
  }
}
