import type { StreamPlace } from '@ebook/nats/ordered-consumer'
import type { DashboardFile } from '../file/dashboard-file.ts'
import { applyEvents, type Applied } from './apply.ts'
import type { Arrival } from './keep-events.ts'

export type TakeIn = (arrivals: readonly Arrival[], place?: StreamPlace) => Promise<Applied>

/**
 * The one way into the file while it is read: whoever must hear of a commit is told after it and before the next one
 * begins. Rejects as the commit does, of which nobody is told then.
 */
export function takingIn(file: Pick<DashboardFile, 'writer'>, tell: (applied: Applied) => void): TakeIn {
  let turn: Promise<unknown> = Promise.resolve()
  return (arrivals, place) => {
    const commit = turn.then(async () => {
      const applied = await applyEvents(file, arrivals, place)
      tell(applied)
      return applied
    })
    turn = commit.catch(() => undefined)
    return commit
  }
}
