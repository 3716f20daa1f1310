import { LRUCache } from 'lru-cache'
import type { LiveParts } from './live-parts.ts'
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

/**
 * Tries an operation on a connection of its own, so that nobody's but its own is lost with it. `lost` says nothing about
 * the operation: the connection could not be had, or the subgraph was restarting.
 */
export function triedApart(
  { upstreamApart, newIdentifiers, patienceMs }: LiveParts,
  { subgraph, upstream }: Bound,
  token: string,
): Promise<'answered' | 'unanswered' | 'lost'> {
  return new Promise((resolve) => {
    const connection = upstreamApart(subgraph)
    const settle = (outcome: 'answered' | 'unanswered' | 'lost') => {
      clearTimeout(timer)
      connection.stop()
      resolve(outcome)
    }
    const timer = setTimeout(() => settle('lost'), patienceMs)
    connection.subscribe(
      { ...upstream, token, ...newIdentifiers(), live: { begin: 'now', page: 1 } },
      {
        row: () => settle('answered'),
        mark: () => settle('answered'),
        completed: () => settle('answered'),
        refused: () => settle('answered'),
        lost: (unanswered) => settle(unanswered ? 'unanswered' : 'lost'),
      },
    )
  })
}
