import { causeOf } from '@ebook/chassis/guard'
import type { Viewer } from '@ebook/chassis/identity'
import type { RequestContext } from '@ebook/chassis/request'
import type { Role } from '@ebook/chassis/roles'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { idOf } from './given-text.ts'
import { fetchHolds } from './hold-aggregate.ts'
import { holdAnswer, refusedHold, type HoldAnswer } from './hold-answer.ts'
import type { HoldCommand } from './hold/language.ts'
import { holdNow, tellInLine } from './line.ts'
import type { BookPorts } from './ports.ts'
import { placeOf } from './queries/holds.ts'
import { fetchLines } from './title-aggregate.ts'
import { userError } from './user-errors.ts'

type Change = Extract<HoldCommand, { type: 'suspend' | 'resume' | 'cancel' }>

/** A member changes their hold, or a librarian cancels it; to all others there is none. Doing it again changes nothing. */
export async function changeHold(
  library: BookPorts,
  givenId: string,
  context: RequestContext,
  viewer: Viewer,
  commandOf: (isTheirs: boolean) => Change,
): Promise<HoldAnswer> {
  const holdId = idOf(givenId)
  const place = holdId === undefined ? undefined : await placeOf(library.db, holdId)
  const isTheirs = place?.userId === viewer.sub && viewer.roles.includes('MEMBER')
  const command = commandOf(isTheirs)
  // To others there is none.
  const mayChange = isTheirs || (command.type === 'cancel' && viewer.roles.includes('ADMIN'))
  if (holdId === undefined || place === undefined || !mayChange) return refusedHold(notFound)
  const role: Role = isTheirs ? 'MEMBER' : 'ADMIN'
  const cause = causeOf(context, holdId, role)
  const { eventIds, isClosed } = await inUnitOfWork(library.db, async (unit) => {
    await fetchLines(unit, [place.bookId], { userIds: [place.userId] })
    await fetchHolds(unit, [holdId])
    return tellInLine(unit, holdNow(unit, holdId), command, cause)
  })
  context.consistency.said(...eventIds)
  library.messaging.nudge()
  const answer = await holdAnswer(library, holdId)
  return isClosed ? { ...answer, userErrors: [closed] } : answer
}

const notFound = userError('HOLD_NOT_FOUND', 'There is no such hold of yours.', 'holdId')
const closed = userError('HOLD_CLOSED', 'The hold is over: the title was borrowed, or it was canceled.', 'holdId')
