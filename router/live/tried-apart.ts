import type { Bound } from '../federation/planned-subscription.ts'
import type { LiveParts } from './live-parts.ts'

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
