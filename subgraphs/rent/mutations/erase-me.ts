import { randomUUID } from 'node:crypto'
import { requireRole } from '@ebook/chassis/guard'
import { redactRecords } from '@ebook/chassis/redact-records'
import type { RequestContext } from '@ebook/chassis/request'
import type { Cause } from '@ebook/nats/outbox'
import { NOBODY } from '@ebook/nats/redact'
import { inUnitOfWork, type UnitOfWork } from '@ebook/nats/unit-of-work'
import { anonymiseRental } from '../anonymise.ts'
import type { RentDatabase } from '../database.ts'
import type { EraseMeInput, EraseMePayload, ErasureObstacle } from '../generated/resolvers.ts'
import { fetchMember, memberKey, tellMember } from '../member-aggregate.ts'
import type { MemberRefusal, Obstacle } from '../member/language.ts'
import type { RentPorts } from '../ports.ts'
import { pseudonymOf } from '../rental/anonymity.ts'
import { forgetMember, readErasureFacts } from '../sql/erasure.ts'
import { userError, userErrorOf } from '../user-errors.ts'

/** A member wants to be forgotten (M8). */
export async function eraseMe(
  rent: RentPorts,
  { confirm }: EraseMeInput,
  context: RequestContext,
): Promise<EraseMePayload> {
  const { sub } = requireRole(context, 'MEMBER')
  if (!confirm) return { erased: false, inTheWay: [], userErrors: [unconfirmed] }
  const { refusal, eventIds } = await inUnitOfWork(rent.db, (unit) => erase(unit, sub))
  if (refusal) {
    const inTheWay = refusal.code === 'ERASURE_BLOCKED' ? refusal.inTheWay.map(viewOf) : []
    return { erased: false, inTheWay, userErrors: [userErrorOf(refusal)] }
  }
  context.consistency.said(...eventIds)
  rent.messaging.nudge()
  return { erased: true, inTheWay: [], userErrors: [] }
}

/**
 * Nobody knows any more who the member was, nor whose their rentals were, from the commit of this unit on. While
 * something is in the way it is refused, and nothing was done. Their requests wait for it, and are a new member's then.
 */
async function erase(
  unit: UnitOfWork<RentDatabase>,
  userId: string,
): Promise<{ readonly refusal?: MemberRefusal; readonly eventIds: readonly string[] }> {
  await fetchMember(unit, userId)
  const { inTheWay, rentalIds } = await readErasureFacts(unit.tx, userId)
  // What led to it is not told: it would join what is to be nobody's.
  const caused = (correlationId: string): Cause => ({ correlationId, causationId: 'member:erase', actor: NOBODY })
  const key = memberKey(userId)
  const pseudonym = pseudonymOf(randomUUID())
  // Said last: what others keep of the rentals is nobody's by then.
  for (const rentalId of inTheWay.length > 0 ? [] : rentalIds) {
    const isDone = await anonymiseRental(unit, rentalId, null, caused(rentalId))
    if (!isDone) throw new Error(`rental ${rentalId} is not over, and was not in the way`)
  }
  const told = await tellMember(unit, userId, () => ({ type: 'erase', pseudonym, inTheWay }), caused(key))
  if (told.kind === 'refused') return { refusal: told.refusal, eventIds: [] }
  const redaction = { instead: { userId: pseudonym, reason: '' }, without: ['note', 'message'] }
  await redactRecords(unit, key, [{ aggregate: 'Member', id: key }], redaction, told.eventIds)
  await forgetMember(unit.tx, userId)
  return { eventIds: told.eventIds }
}

const unconfirmed = userError('INVALID_INPUT', 'Being forgotten cannot be undone: say that it is meant.', 'confirm')

const viewOf = (obstacle: Obstacle): ErasureObstacle => ({
  title: null,
  rentalId: null,
  until: null,
  points: null,
  ...obstacle,
})
