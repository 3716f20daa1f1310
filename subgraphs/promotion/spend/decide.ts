import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import type { Batch, SpendCommand, SpendEvent, SpendRefusal } from './language.ts'
import type { Spend } from './state.ts'

export type SpendDecision = Decision<SpendEvent, SpendRefusal>

/**
 * What a command leads to: the table of docs/domain.md, section 9. Once per payment, whatever is asked how often; that
 * the payment ended may be heard before its points are asked for.
 */
export function decide(command: SpendCommand, spend: Spend | undefined): SpendDecision {
  if (command.type === 'anonymise') {
    const { pseudonym } = command
    const isDone = spend === undefined || spend.userId === pseudonym
    return isDone ? staysQuiet : happens({ type: 'Anonymised', pseudonym })
  }
  return command.type === 'spendPoints' ? take(command, spend) : giveBack(command, spend)
}

type Command<Type extends SpendCommand['type']> = Extract<SpendCommand, { type: Type }>

/** All of them or none (L13, L14); what was taken, returned or blocked before stays so (L16, L18). */
function take(command: Command<'spendPoints'>, spend: Spend | undefined): SpendDecision {
  if (spend !== undefined) return staysQuiet
  const { paymentId, rentalId, userId, points, available } = command
  if (available < points) return refuses({ code: 'POINTS_INSUFFICIENT', available: Math.max(available, 0) })
  const batches = oldestOf(command.batches, points)
  return happens({ type: 'PointsSpent', paymentId, rentalId, userId, points, batches })
}

/** Once, and as old as they were (L17); none were taken yet: none will be (L15). */
function giveBack(command: Command<'returnPoints'>, spend: Spend | undefined): SpendDecision {
  const { paymentId, rentalId, userId, owed } = command
  if (spend === undefined) return happens({ type: 'SpendBlocked', paymentId, rentalId, userId })
  const { status, points, batches } = spend
  const left = owed > 0 ? { debt: Math.max(0, owed - points) } : {}
  return status === 'SPENT' ? happens({ type: 'PointsReturned', points, batches, ...left }) : staysQuiet
}

/** So many points, from the front. */
function oldestOf(batches: readonly Batch[], points: number): Batch[] {
  const taken: Batch[] = []
  let left = points
  for (const batch of batches) {
    if (left <= 0) break
    taken.push({ ...batch, points: Math.min(batch.points, left) })
    left -= batch.points
  }
  return taken
}
