import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { violates } from '@ebook/chassis/sql/violates'
import { isKey } from '@ebook/chassis/text'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { PlaceHoldInput } from '../generated/resolvers.ts'
import { idOf } from '../given-text.ts'
import { holdAnswer, refusedHold, type HoldAnswer } from '../hold-answer.ts'
import { joinLine, type LineRefusal } from '../line.ts'
import type { BookPorts } from '../ports.ts'
import { holdByKey } from '../queries/holds.ts'
import { fetchLines } from '../title-aggregate.ts'
import { userError } from '../user-errors.ts'

const LONGEST_KEY = 200

type Placed =
  | { readonly holdId: string; readonly eventIds: readonly string[] }
  | { readonly code: LineRefusal | 'IDEMPOTENCY_KEY_REUSED'; readonly limit: number }

/** A member waits for a title that is out. Doing it again under the same key shows the hold as it stands. */
export async function placeHold(
  library: BookPorts,
  input: PlaceHoldInput,
  context: RequestContext,
): Promise<HoldAnswer> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  const { idempotencyKey: key } = input
  if (!isKey(key, LONGEST_KEY)) {
    const message = `A key has 1 to ${LONGEST_KEY} characters that can be seen, none of them a control character.`
    return refusedHold(userError('INVALID_INPUT', message, 'idempotencyKey'))
  }
  const bookId = idOf(input.bookId)
  if (bookId === undefined) return refusedHold(errorOf('BOOK_NOT_FOUND', 0))
  const cause = causeOf(context, bookId, 'MEMBER')
  const placed = await inUnitOfWork(library.db, async (unit): Promise<Placed> => {
    await fetchLines(unit, [bookId], { userIds: [userId] })
    const earlier = await holdByKey(unit.tx, userId, key)
    if (earlier) {
      return earlier.bookId === bookId
        ? { holdId: earlier.holdId, eventIds: [] }
        : { code: 'IDEMPOTENCY_KEY_REUSED', limit: 0 }
    }
    const joined = await joinLine(
      unit,
      { type: 'place', bookId, userId, key, limit: library.settings.holdLimit },
      cause,
    )
    return joined.kind === 'joined' ? { holdId: joined.hold.holdId, eventIds: joined.eventIds } : joined
  }).catch((error: unknown): Placed => {
    // Of two with one key for two titles at the same moment, the second.
    if (violates(error, 'hold_key')) return { code: 'IDEMPOTENCY_KEY_REUSED', limit: 0 }
    throw error
  })
  if ('code' in placed) return refusedHold(errorOf(placed.code, placed.limit))
  context.consistency.said(...placed.eventIds)
  library.messaging.nudge()
  return holdAnswer(library, placed.holdId)
}

function errorOf(code: LineRefusal | 'IDEMPOTENCY_KEY_REUSED', limit: number) {
  switch (code) {
    case 'BOOK_NOT_FOUND':
      return userError(code, 'There is no such title.', 'bookId')
    case 'BOOK_WITHDRAWN':
      return userError(code, 'The title is out of the catalogue.', 'bookId')
    case 'CURRENTLY_AVAILABLE':
      return userError(code, 'The title can be borrowed now: there is nothing to wait for.', 'bookId')
    case 'ALREADY_HELD':
      return userError(code, 'You wait for this title already.', 'bookId')
    case 'ALREADY_RENTED':
      return userError(code, 'You have this title already.', 'bookId')
    case 'MEMBER_BLOCKED':
      return userError(code, 'You may not place holds just now; ask the library.')
    case 'HOLD_LIMIT_REACHED':
      return userError(code, `You wait for ${limit} titles, which is as many as you may.`)
    case 'IDEMPOTENCY_KEY_REUSED':
      return userError(code, 'This key was used for another title.', 'idempotencyKey')
  }
}
