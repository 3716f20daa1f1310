import { disagreementOf, producerOf, PublishedEvent, type Owners } from './event.ts'
import { receiveBuried, releaseParked } from './inbox.ts'
import type { Inbox } from './policy.ts'
import { lockDeadLetter, markReplayed } from './sql/dead-letters.ts'
import { inUnitOfWork } from './unit-of-work.ts'

export type Replay =
  | { readonly kind: 'replayed' | 'already replayed' }
  | { readonly kind: 'not found' | 'unreadable' | 'too early' | 'failed again'; readonly reason: string }

/** Handles a dead letter once more. Idempotent: a replayed one stays replayed, and nothing happens twice. */
export async function replayDeadLetter(inbox: Inbox, id: string): Promise<Replay> {
  let replay: Replay
  try {
    replay = await inUnitOfWork(
      inbox.db,
      async (unit): Promise<Replay> => {
        const letter = await lockDeadLetter(unit.tx, inbox.consumer, id)
        if (!letter) return { kind: 'not found', reason: `${inbox.consumer} has no dead letter ${id}` }
        if (letter.status === 'REPLAYED') return { kind: 'already replayed' }
        const event = readEvent(letter.payload, inbox.owners)
        if (!event) return { kind: 'unreadable', reason: 'the message is still no event that this version can read' }
        if ((await receiveBuried(unit, inbox, event)) === 'too early') {
          return {
            kind: 'too early',
            reason: `an earlier event of ${event.aggregatetype} ${event.subject} has to be handled first`,
          }
        }
        await markReplayed(unit.tx, id)
        return { kind: 'replayed' }
      },
      inbox.onSaid,
    )
  } catch (error) {
    return { kind: 'failed again', reason: String(error) }
  }
  // What it had held up follows at the next tick if not now: the replay itself is committed.
  await releaseParked(inbox).catch((error: unknown) => inbox.log.warn({ err: error }, 'parked events wait a little'))
  return replay
}

function readEvent(payload: string, owners: Owners): PublishedEvent | undefined {
  try {
    const event = PublishedEvent.safeParse(JSON.parse(payload)).data
    // One that was buried before messages were held against their subjects.
    return event && disagreementOf(event, producerOf(event.type), owners) === undefined ? event : undefined
  } catch {
    return undefined
  }
}
