import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentDatabase } from '../database.ts'
import { tellMember } from '../member-aggregate.ts'

/** Keeps what a member owes of points by promotion's word (M8), if it says something of it. */
export async function noteDebt(
  unit: UnitOfWork<RentDatabase>,
  event: Received<{ readonly userId: string; readonly debt?: number | undefined }>,
): Promise<void> {
  const { userId, debt } = event.data
  if (debt === undefined) return
  const noteAt = (now: Date) => ({ type: 'noteDebt', userId, points: debt, now }) as const
  await tellMember(unit, userId, noteAt, causeOfReaction(event, 'SYSTEM'))
}
