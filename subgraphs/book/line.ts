import { newId } from '@ebook/chassis/new-id'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { beginHold, knownHold, knownHoldsOf, tellHold } from './hold-aggregate.ts'
import type { HoldCommand } from './hold/language.ts'
import type { Hold } from './hold/state.ts'
import { knownRequestsOf } from './request-aggregate.ts'
import { blockMembers, limitMembers, lockMember } from './sql/member.ts'
import { knownTitle, tellTitle } from './title-aggregate.ts'

type Unit = UnitOfWork<BookDatabase>

export type LineRefusal =
  | 'BOOK_NOT_FOUND'
  | 'BOOK_WITHDRAWN'
  | 'CURRENTLY_AVAILABLE'
  | 'ALREADY_HELD'
  | 'ALREADY_RENTED'
  | 'MEMBER_BLOCKED'
  | 'HOLD_LIMIT_REACHED'

export type Joined =
  | { readonly kind: 'joined'; readonly hold: Hold; readonly eventIds: readonly string[] }
  | { readonly kind: 'refused'; readonly code: LineRefusal; readonly limit: number }

export interface Joining {
  readonly type: 'place'
  readonly bookId: string
  readonly userId: string
  /** Null: it comes with a rental. */
  readonly key: string | null
  /** As many titles as a member may wait for, unless rent says another number. */
  readonly limit: number
}

/** A member waits for a title from now on, behind everybody. The title was fetched. */
export async function joinLine(unit: Unit, { bookId, userId, key, ...all }: Joining, cause: Cause): Promise<Joined> {
  const member = await memberInLine(unit, userId, bookId)
  const limit = member.holdLimit ?? all.limit
  const refused = (code: LineRefusal): Joined => ({ kind: 'refused', code, limit })
  if (knownTitle(unit, bookId) === undefined) return refused('BOOK_NOT_FOUND')
  if (member.waitsFor.includes(bookId)) return refused('ALREADY_HELD')
  if (member.hasSeat) return refused('ALREADY_RENTED')
  if (member.isBlocked) return refused('MEMBER_BLOCKED')
  if (member.waitsFor.length >= limit) return refused('HOLD_LIMIT_REACHED')
  const holdId = newId()
  const queued = await tellTitle(unit, bookId, { type: 'queue', holdId, userId }, cause)
  if (queued.kind === 'refused') {
    const { code } = queued.refusal
    return refused(code === 'CURRENTLY_AVAILABLE' ? code : 'BOOK_WITHDRAWN')
  }
  const place = { type: 'place', holdId, bookId, userId, seq: queued.state.lastSeq, key } as const
  beginHold(unit, holdId)
  const placed = await tellHold(unit, holdId, place, cause)
  if (placed.kind === 'refused') throw new Error(`hold ${holdId} is new and was refused`)
  return { kind: 'joined', hold: placed.state, eventIds: [...placed.eventIds, ...queued.eventIds] }
}

/**
 * Under the member's lock, which it takes. What this unit of work has done is not in the tables yet, and counts as well: it
 * may be many events.
 */
async function memberInLine(unit: Unit, userId: string, bookId: string) {
  const stored = await lockMember(unit.tx, userId, bookId)
  const holds = new Map(stored.openHolds.map((hold) => [hold.holdId, hold.bookId]))
  for (const { holdId, bookId, status } of knownHoldsOf(unit, userId)) {
    if (status === 'WAITING' || status === 'READY') holds.set(holdId, bookId)
    else holds.delete(holdId)
  }
  const rentals = new Set(stored.rentalIds)
  for (const { rentalId, status } of knownRequestsOf(unit, userId, bookId)) {
    if (status === 'REQUESTED' || status === 'APPROVED') rentals.add(rentalId)
    else rentals.delete(rentalId)
  }
  const limited = unit.toBeWritten(limitMembers).findLast((limit) => limit.userId === userId)
  const blocks = new Set(stored.blockIds)
  for (const { blockId, kinds, until } of unit.toBeWritten(blockMembers).filter((block) => block.userId === userId)) {
    if (kinds.includes('HOLD') && (until === null || until > unit.now)) blocks.add(blockId)
    else blocks.delete(blockId)
  }
  return {
    waitsFor: [...holds.values()],
    hasSeat: rentals.size > 0,
    holdLimit: limited === undefined ? stored.holdLimit : limited.holdLimit,
    isBlocked: blocks.size > 0,
  }
}

/** What a hold is told that its title has to know of. Both were fetched. Returns the events that others hear of. */
export async function tellInLine(
  unit: Unit,
  { holdId, bookId, userId, seq }: Hold,
  command: Extract<HoldCommand, { type: 'lapse' | 'suspend' | 'resume' | 'cancel' }>,
  cause: Cause,
): Promise<{ readonly eventIds: readonly string[]; readonly isClosed: boolean }> {
  const told = await tellHold(unit, holdId, command, cause)
  if (told.kind === 'refused') return { eventIds: [], isClosed: true }
  if (told.events.length === 0) return { eventIds: [], isClosed: false }
  const isOver = told.state.status === 'CANCELED'
  const moved = await tellTitle(
    unit,
    bookId,
    command.type === 'resume'
      ? { type: 'requeue', holdId, userId, seq }
      : { type: 'leaveQueue', holdId, forNow: !isOver },
    cause,
  )
  const further = moved.kind === 'accepted' ? moved.eventIds : []
  return { eventIds: [...told.eventIds, ...further], isClosed: false }
}

/** As it stands in this unit of work. */
export function holdNow(unit: Unit, holdId: string): Hold {
  const hold = knownHold(unit, holdId)
  if (hold === undefined) throw new Error(`hold ${holdId} was not fetched`)
  return hold
}
