import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import type { Grant, PromotionCommand, PromotionEvent, PromotionRefusal } from './language.ts'
import { evolve, pocketOf, type Promotion } from './state.ts'

export type PromotionDecision = Decision<PromotionEvent, PromotionRefusal>

/** Points earned: whole ones, rounded down. In BigInt, because won times basis points is no number to round with. */
export function pointsFor(chargedAmount: number, rateBps: number): number {
  return Number((BigInt(chargedAmount) * BigInt(rateBps)) / 10_000n)
}

/**
 * What a command leads to: the table of docs/domain.md, section 9.
 *
 * Paid, LoanStarted and lockRevocation come on three roads, so each of them may be the first one heard.
 */
export function decide(command: PromotionCommand, promotion: Promotion | undefined): PromotionDecision {
  if (command.type === 'confirmRevocation' || command.type === 'restorePoints') {
    if (promotion === undefined) return refuses({ code: 'PROMOTION_NOT_FOUND' })
    return command.type === 'confirmRevocation' ? confirm(command, promotion) : restore(command, promotion)
  }
  if (command.type === 'anonymise') {
    const { pseudonym } = command
    if (promotion === undefined) return refuses({ code: 'PROMOTION_NOT_FOUND' })
    return promotion.userId === pseudonym ? staysQuiet : happens({ type: 'Anonymised', pseudonym })
  }
  if (promotion !== undefined) return decideOpen(command, promotion)
  const { promotionId, paymentId, rentalId, userId } = command
  const opened: PromotionEvent = { type: 'PromotionOpened', promotionId, paymentId, rentalId, userId }
  const decision = decideOpen(command, evolve(undefined, opened))
  return decision.kind === 'refused' ? decision : happens(opened, ...decision.events)
}

type Command<Type extends PromotionCommand['type']> = Extract<PromotionCommand, { type: Type }>

function decideOpen(
  command: Command<'grantPoints' | 'noteLoanStarted' | 'lockRevocation'>,
  promotion: Promotion,
): PromotionDecision {
  switch (command.type) {
    case 'grantPoints':
      return grant(command, promotion)
    case 'noteLoanStarted':
      return noteLoanStarted(promotion)
    case 'lockRevocation':
      return lock(command, promotion)
  }
}

/** One grant per payment, and none for one that was revoked before. */
function grant(command: Command<'grantPoints'>, promotion: Promotion): PromotionDecision {
  if (promotion.grant !== null) return staysQuiet
  const { chargedAmount, rateBps, spendableFrom } = command
  const earned: Grant = { points: pointsFor(chargedAmount, rateBps), rateBps, spendableFrom }
  return promotion.status === 'BLOCKED'
    ? happens({ type: 'GrantBlocked', ...earned })
    : happens(completed(promotion, earned))
}

/** Remembered in every state: points that are given again later belong in the right pocket. */
function noteLoanStarted(promotion: Promotion): PromotionDecision {
  if (promotion.loanStarted) return staysQuiet
  const { status, grant } = promotion
  const pending = status === 'GRANTED' && pocketOf(promotion, grant) === 'PENDING'
  return happens({ type: 'LoanStartNoted', released: pending ? grant.points : 0 })
}

/** An attempt that was answered before gets the same answer, also when its refund has failed since and it comes late. */
function lock({ refundAttempt, available }: Command<'lockRevocation'>, promotion: Promotion): PromotionDecision {
  if (refundAttempt <= promotion.refundAttempt) return staysQuiet
  const { status, grant } = promotion
  if (status === 'NONE') return happens({ type: 'RevocationBlocked', refundAttempt })
  if (status !== 'GRANTED') return happens({ type: 'RefundAttemptNoted', refundAttempt })
  const pocket = pocketOf(promotion, grant)
  const { points } = grant
  const shortfall = pocket === 'PENDING' ? 0 : points - Math.min(points, Math.max(available, 0))
  return happens({ type: 'PointsLocked', refundAttempt, revoked: points, shortfall, pocket })
}

function confirm(
  { debt = 0 }: Command<'confirmRevocation'>,
  { status, revoked, shortfall }: Promotion,
): PromotionDecision {
  if (status !== 'LOCKED') return staysQuiet
  return happens({ type: 'PromoCanceled', points: revoked, shortfall, ...(debt > 0 && { debt }) })
}

/** A late failure of attempt n must not undo the lock of attempt n+1. */
function restore({ refundAttempt, owed }: Command<'restorePoints'>, promotion: Promotion): PromotionDecision {
  if (refundAttempt < promotion.refundAttempt) return staysQuiet
  const { status, grant } = promotion
  if (status === 'BLOCKED') return happens(grant === null ? { type: 'BlockLifted' } : completed(promotion, grant))
  if (status !== 'LOCKED' && status !== 'REVOKED') return staysQuiet
  const pocket = pocketOf(promotion, grant)
  const filled = pocket === 'AVAILABLE' ? grant.points : 0
  const left = owed > 0 ? { debt: Math.max(0, owed - filled) } : {}
  return happens({
    type: 'PromoRestored',
    points: grant.points,
    refundAttempt: promotion.refundAttempt,
    pocket,
    ...left,
  })
}

function completed(promotion: Promotion, earned: Grant): PromotionEvent {
  return { type: 'PromoCompleted', ...earned, pocket: pocketOf(promotion, earned) }
}
