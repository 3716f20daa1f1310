import { deliver } from './inbox.ts'
import type { Inbox } from './policy.ts'
import type { Repairable } from './repairable.ts'
import { advancePosition } from './sql/advance-position.ts'
import { alreadyTaken } from './sql/already-taken.ts'

/**
 * The inbox of a context. What is missing between two events may be in the hands of whoever read before, so
 * nothing counts as a hole: all of it waits for the durable to be drained, as a tail does.
 */
export function repairableInbox(inbox: Inbox, producers: readonly string[]): Repairable {
  const known = new Map<string, number>()
  return {
    async positions(announced) {
      const positions = []
      for (const producer of producers) {
        let reached = known.get(producer)
        // Who has all that was announced has it still.
        if (reached === undefined || reached < (announced.get(producer) ?? 0)) {
          reached = await advancePosition(inbox.db, inbox.consumer, producer)
          known.set(producer, reached)
        }
        positions.push({ producer, reached, highest: reached })
      }
      return positions
    },
    missing: async (_, range) => [range],
    async take(events) {
      const known = await alreadyTaken(
        inbox.db,
        inbox.consumer,
        events.map(({ id }) => id),
      )
      const verdicts = await deliver(
        inbox,
        events.map((event) => ({ event, redelivered: false })),
      )
      return verdicts.every(({ done }) => done) ? events.filter(({ id }) => !known.has(id)) : undefined
    },
  }
}
