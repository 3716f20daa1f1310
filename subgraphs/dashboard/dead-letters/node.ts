import type { SentLetter } from '@ebook/nats/dead-letter-service'
import type { DeadLetter } from '../generated/resolvers.ts'
import { letterId } from './letter-id.ts'

/** What it is of is looked up when it is asked for (letter-subject.ts). */
export type LetterNode = Omit<DeadLetter, 'firstFailedAt' | 'replayedAt' | 'rental' | 'book'> & {
  readonly firstFailedAt: string
  readonly replayedAt: string | null
}

export function letterNode(letter: SentLetter): LetterNode {
  return {
    id: letterId(letter.consumer, letter.id),
    consumer: letter.consumer,
    eventId: letter.event_id,
    eventType: letter.event_type,
    error: letter.error,
    attempts: letter.attempts,
    status: letter.status,
    firstFailedAt: letter.first_failed_at,
    replayedAt: letter.replayed_at,
  }
}
