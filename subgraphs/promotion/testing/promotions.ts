import type { Pocket, PromotionCommand, PromotionEvent, SpendableFrom } from '../promotion/language.ts'

const promotionId = '0194a000-0000-7000-8000-000000000010'
const paymentId = '0194a000-0000-7000-8000-000000000001'
const rentalId = '0194a000-0000-7000-8000-000000000002'
const userId = 'carol'
const bearer = { promotionId, paymentId, rentalId, userId }

export const grantPoints = (chargedAmount = 3_000, spendableFrom: SpendableFrom = 'APPROVED'): PromotionCommand => ({
  type: 'grantPoints',
  ...bearer,
  chargedAmount,
  rateBps: 1_000,
  spendableFrom,
})
export const noteLoanStarted: PromotionCommand = { type: 'noteLoanStarted', ...bearer }
export const lockRevocation = (refundAttempt = 1, available = 0): PromotionCommand => ({
  type: 'lockRevocation',
  ...bearer,
  refundAttempt,
  available,
})
export const confirmRevocation: PromotionCommand = { type: 'confirmRevocation' }
export const restorePoints = (refundAttempt = 1): PromotionCommand => ({
  type: 'restorePoints',
  refundAttempt,
  owed: 0,
})

export const PromotionOpened: PromotionEvent = { type: 'PromotionOpened', ...bearer }
const earned = (spendableFrom: SpendableFrom) => ({ points: 300, rateBps: 1_000, spendableFrom })
export const PromoCompleted = (
  pocket: Pocket = 'PENDING',
  spendableFrom: SpendableFrom = 'APPROVED',
): PromotionEvent => ({ type: 'PromoCompleted', ...earned(spendableFrom), pocket })
export const GrantBlocked: PromotionEvent = { type: 'GrantBlocked', ...earned('APPROVED') }
export const LoanStartNoted = (released = 0): PromotionEvent => ({ type: 'LoanStartNoted', released })
export const PointsLocked = (refundAttempt = 1, pocket: Pocket = 'PENDING', shortfall = 0): PromotionEvent => ({
  type: 'PointsLocked',
  refundAttempt,
  revoked: 300,
  shortfall,
  pocket,
})
export const RevocationBlocked = (refundAttempt = 1): PromotionEvent => ({ type: 'RevocationBlocked', refundAttempt })
export const RefundAttemptNoted = (refundAttempt: number): PromotionEvent => ({
  type: 'RefundAttemptNoted',
  refundAttempt,
})
export const BlockLifted: PromotionEvent = { type: 'BlockLifted' }
export const PromoCanceled = (shortfall = 0): PromotionEvent => ({ type: 'PromoCanceled', points: 300, shortfall })
export const PromoRestored = (refundAttempt = 1, pocket: Pocket = 'PENDING'): PromotionEvent => ({
  type: 'PromoRestored',
  points: 300,
  refundAttempt,
  pocket,
})

/** Lives that lead to each state. */
export const granted = [PromotionOpened, PromoCompleted()]
export const available = [...granted, LoanStartNoted(300)]
export const locked = [...granted, PointsLocked()]
export const revoked = [...locked, PromoCanceled()]
export const blocked = [PromotionOpened, RevocationBlocked()]
export const restored = [...locked, PromoRestored()]
