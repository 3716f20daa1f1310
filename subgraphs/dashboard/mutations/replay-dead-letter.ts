import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { SentReplay } from '@ebook/nats/dead-letter-service'
import type { DeadLetterDesk } from '../dead-letters/desk.ts'
import { readLetterId } from '../dead-letters/letter-id.ts'
import { letterNode, type LetterNode } from '../dead-letters/node.ts'
import type { MutationReplayDeadLetterArgs, UserError, UserErrorCode } from '../generated/resolvers.ts'

export interface Replayed {
  readonly deadLetter: LetterNode | null
  readonly userErrors: readonly UserError[]
}

const NOT_FOUND = 'There is no such dead letter.'

const refusals: Record<Exclude<SentReplay['kind'], 'replayed' | 'already replayed'>, UserErrorCode> = {
  'not found': 'DEAD_LETTER_NOT_FOUND',
  unreadable: 'DEAD_LETTER_FAILED_AGAIN',
  'failed again': 'DEAD_LETTER_FAILED_AGAIN',
  'too early': 'EARLIER_EVENT_MISSING',
}

/** The context that keeps the letter handles it once more; one that was replayed before is answered as it is. */
export const replayDeadLetter =
  (desk: DeadLetterDesk) =>
  async (_: unknown, { input }: MutationReplayDeadLetterArgs, context: RequestContext): Promise<Replayed> => {
    const { sub } = requireRole(context, 'ADMIN')
    const place = readLetterId(input.id)
    if (place === undefined) return refused('DEAD_LETTER_NOT_FOUND', NOT_FOUND)
    const { keeper, id } = place
    const replay = await desk.replay(keeper, id, context.log)
    context.log.info({ keeper, deadLetter: id, by: sub, outcome: replay?.kind }, 'a replay was asked for')
    if (replay === undefined) {
      return refused('CONTEXT_UNAVAILABLE', `${keeper} does not answer. Ask again later: a second replay does nothing.`)
    }
    const letter = replay.letter === undefined ? null : letterNode(replay.letter)
    const { kind, reason } = replay
    if (kind === 'replayed' || kind === 'already replayed') return { deadLetter: letter, userErrors: [] }
    return refused(refusals[kind], kind === 'not found' ? NOT_FOUND : (reason ?? kind), letter)
  }

function refused(code: UserErrorCode, message: string, deadLetter: LetterNode | null = null): Replayed {
  return { deadLetter, userErrors: [{ code, message, field: ['input', 'id'] }] }
}
