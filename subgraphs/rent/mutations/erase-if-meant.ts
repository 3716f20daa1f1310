import { randomUUID } from 'node:crypto'
import { redactRecords } from '@ebook/chassis/redact-records'
import type { RequestContext } from '@ebook/chassis/request'
import type { Actor } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import { NOBODY } from '@ebook/nats/redact'
import { inUnitOfWork, type UnitOfWork } from '@ebook/nats/unit-of-work'
import { anonymiseRental } from '../anonymise.ts'
import type { RentDatabase } from '../database.ts'
import type { EraseMemberInput, EraseMePayload, ErasureObstacle } from '../generated/resolvers.ts'
import { fetchMember, memberKey, tellMember } from '../member-aggregate.ts'
import type { MemberRefusal, Obstacle } from '../member/language.ts'
import type { RentPorts } from '../ports.ts'
import { pseudonymOf } from '../rental/anonymity.ts'
import { forgetMember, readErasureFacts } from '../sql/erasure.ts'
import { noteErasure } from '../sql/look.ts'
import { userError, userErrorOf } from '../user-errors.ts'

/** A librarian who does it for the member, and how that was asked for. */
interface Librarian {
  readonly by: string
  readonly asked: EraseMemberInput['asked']
}

/** Forgets a member, at their own wish or by a librarian. */
export async function eraseIfMeant(
  rent: RentPorts,
  userId: string,
  isMeant: boolean,
  librarian: Librarian | undefined,
  context: RequestContext,
): Promise<EraseMePayload> {
  if (!isMeant) return { erased: false, inTheWay: [], userErrors: [unconfirmed] }
  const { refusal, eventIds } = await inUnitOfWork(rent.db, (unit) => erase(unit, userId, librarian))
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
  librarian: Librarian | undefined,
): Promise<{ readonly refusal?: MemberRefusal; readonly eventIds: readonly string[] }> {
  await fetchMember(unit, userId)
  const { inTheWay, rentalIds } = await readErasureFacts(unit.tx, userId)
  // What led to it is not told: it would join what is to be nobody's.
  const caused = (correlationId: string, actor: Actor): Cause => ({ correlationId, causationId: 'member:erase', actor })
  const key = memberKey(userId)
  const pseudonym = pseudonymOf(randomUUID())
  // Said last: what others keep of the rentals is nobody's by then.
  for (const rentalId of inTheWay.length > 0 ? [] : rentalIds) {
    const isDone = await anonymiseRental(unit, rentalId, null, caused(rentalId, NOBODY))
    if (!isDone) throw new Error(`rental ${rentalId} is not over, and was not in the way`)
  }
  const actor: Actor = librarian ? `ADMIN:${librarian.by}` : NOBODY
  const told = await tellMember(unit, userId, () => ({ type: 'erase', pseudonym, inTheWay }), caused(key, actor))
  if (told.kind === 'refused') return { refusal: told.refusal, eventIds: [] }
  const redaction = { instead: { userId: pseudonym, reason: '' }, without: ['note', 'message'] }
  await redactRecords(unit, key, [{ aggregate: 'Member', id: key }], redaction, told.eventIds)
  await forgetMember(unit.tx, userId)
  if (librarian) await noteErasure(unit.tx, { id: randomUUID(), pseudonym, ...librarian })
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
