import { handleCommand, load, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentDatabase } from './database.ts'
import { MemberBlocked, MemberErased, MemberRevised, MemberUnblocked } from './events.ts'
import { decide } from './member/decide.ts'
import type { MemberCommand, MemberEvent, MemberRefusal } from './member/language.ts'
import { evolve, type Member } from './member/state.ts'
import { loadMembers, saveMembers } from './sql/member.ts'

/** The subject of a token can hold what a subject of the broker cannot: others know a member's events by this. */
export const memberKey = (userId: string): string => Buffer.from(userId).toString('base64url')
const userIdOf = (key: string): string => Buffer.from(key, 'base64url').toString()

const memberAggregate: Aggregate<RentDatabase, MemberCommand, MemberEvent, Member, MemberRefusal> = {
  type: 'Member',
  producer: 'rent',
  async load(tx, keys) {
    const { now, found } = await loadMembers(tx, keys.map(userIdOf))
    return { now, found: found.map((one) => ({ ...one, id: memberKey(one.id) })) }
  },
  save: saveMembers,
  decide,
  evolve,
  publish,
}

/** Locks the member: their requests wait from then on. */
export const fetchMember = (unit: UnitOfWork<RentDatabase>, userId: string): Promise<void> =>
  load(unit, memberAggregate, [memberKey(userId)])

/** Tells something about a member, under the lock that their requests wait for. */
export function tellMember(
  unit: UnitOfWork<RentDatabase>,
  userId: string,
  commandAt: (now: Date) => MemberCommand,
  cause: Cause,
): Promise<Handled<Member, MemberEvent, MemberRefusal>> {
  return handleCommand(unit, memberAggregate, memberKey(userId), commandAt, cause)
}

/** What others hear, in the published language (events.ts). */
function publish(event: MemberEvent) {
  switch (event.type) {
    case 'MemberBlocked': {
      const { userId, blockId, kinds, cause, reason, message, until } = event
      const given = { ...(cause && { cause }), ...(message !== null && { message }), ...(until !== null && { until }) }
      return messageOf(MemberBlocked, { userId, blockId, kinds: [...kinds], reason, ...given })
    }
    case 'MemberUnblocked':
      return messageOf(MemberUnblocked, { userId: event.userId, blockId: event.blockId })
    case 'CategoryNoted':
    case 'MemberRevised': {
      const { userId, limits, membershipUntil } = event
      const until = membershipUntil && { membershipUntil: membershipUntil.toISOString() }
      return messageOf(MemberRevised, { userId, limits: { ...limits }, ...until })
    }
    case 'MemberErased':
      return messageOf(MemberErased, { pseudonym: event.pseudonym })
    case 'HistoryKept':
    case 'DebtNoted':
      return undefined
  }
}
