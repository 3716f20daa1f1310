import { randomUUID } from 'node:crypto'
import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentDatabase } from '../database.ts'
import { fetchMember, tellMember } from '../member-aggregate.ts'
import type { MissedTurnsRule } from '../ports.ts'
import { countMissedTurns, keepMissedTurns } from '../sql/missed-turn.ts'

/**
 * Whoever lets a copy wait for nothing again and again may place no holds for a while (M4), where the library wants that:
 * each time it keeps a copy for three days that others wait for. Without that nothing is counted.
 */
export async function missTurn(
  unit: UnitOfWork<RentDatabase>,
  event: Received<{ readonly userId: string }>,
  rule: MissedTurnsRule,
): Promise<void> {
  if (rule.most === 0) return
  const { userId } = event.data
  const at = new Date(event.time)
  // Whoever else counts their turns just now is waited for.
  await fetchMember(unit, userId)
  // Those of the same batch are not in the table yet.
  const fresh = unit.known<string[]>(keepMissedTurns)
  const before = fresh.get(userId) ?? []
  fresh.set(userId, [...before, event.id])
  unit.write(keepMissedTurns, { eventId: event.id, userId, at })
  const missed = await countMissedTurns(unit.tx, userId, new Date(at.getTime() - rule.withinMs))
  if (missed + before.length + 1 < rule.most) return
  const reason = `${missed + before.length + 1} copies that were kept for the member were not taken`
  const block = { blockId: randomUUID(), cause: 'MISSED_TURNS', kinds: ['HOLD'], reason } as const
  const blockAt = (now: Date) =>
    ({ type: 'blockByRule', userId, ...block, until: new Date(now.getTime() + rule.blockForMs), now }) as const
  await tellMember(unit, userId, blockAt, causeOfReaction(event, 'SYSTEM'))
}
