import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { given as givenDecider } from '@ebook/chassis/testing/given'
import {
  available,
  blocked,
  BlockLifted,
  confirmRevocation,
  GrantBlocked,
  granted,
  grantPoints,
  LoanStartNoted,
  locked,
  lockRevocation,
  noteLoanStarted,
  PointsLocked,
  PromoCanceled,
  PromoCompleted,
  PromoRestored,
  PromotionOpened,
  RefundAttemptNoted,
  restored,
  restorePoints,
  RevocationBlocked,
  revoked,
} from '../testing/promotions.ts'
import { decide, pointsFor } from './decide.ts'
import type { PromotionCommand, PromotionEvent, PromotionRefusal } from './language.ts'
import { movementOf } from './points.ts'
import { evolve, type Promotion } from './state.ts'

const given = (past?: readonly PromotionEvent[]) =>
  givenDecider<PromotionCommand, PromotionEvent, Promotion, PromotionRefusal>({ decide, evolve }, past)

describe('NONE', () => {
  test('PF1 NONE | Paid: GRANTED, a tenth in whole points, pending until the loan starts', () => {
    given().when(grantPoints()).then(PromotionOpened, PromoCompleted('PENDING'))
    given().when(grantPoints()).thenState({ status: 'GRANTED' })
  })

  test('PF1 NONE | Paid, spendable from PAID: available at once', () => {
    given().when(grantPoints(3_000, 'PAID')).then(PromotionOpened, PromoCompleted('AVAILABLE', 'PAID'))
  })

  test('section 9 NONE | lockRevocation: BLOCKED, nothing revoked', () => {
    given().when(lockRevocation()).then(PromotionOpened, RevocationBlocked())
    given().when(lockRevocation()).thenState({ status: 'BLOCKED', revoked: 0, shortfall: 0 })
  })

  test('section 9 NONE | LoanStarted (early): remembered, and the points are available as soon as they are granted', () => {
    given().when(noteLoanStarted).then(PromotionOpened, LoanStartNoted(0))
    given([PromotionOpened, LoanStartNoted()]).when(grantPoints()).then(PromoCompleted('AVAILABLE'))
  })

  test('section 9 NONE | Refunded, RefundFailed: there is nothing to confirm or restore', () => {
    given().when(confirmRevocation).thenRefused({ code: 'PROMOTION_NOT_FOUND' })
    given().when(restorePoints()).thenRefused({ code: 'PROMOTION_NOT_FOUND' })
  })
})

describe('BLOCKED', () => {
  test('Q2 BLOCKED | Paid: no grant for a payment that was revoked before, but it is remembered', () => {
    given(blocked).when(grantPoints()).then(GrantBlocked)
    given(blocked).when(grantPoints()).thenState({ status: 'BLOCKED' })
    given([...blocked, GrantBlocked])
      .when(grantPoints())
      .thenNothing()
  })

  test('section 9 BLOCKED | RefundFailed: the money was kept after all; GRANTED if Paid was seen, else NONE', () => {
    given([...blocked, GrantBlocked])
      .when(restorePoints())
      .then(PromoCompleted('PENDING'))
    given(blocked).when(restorePoints()).then(BlockLifted)
    given([...blocked, BlockLifted])
      .when(grantPoints())
      .then(PromoCompleted('PENDING'))
  })

  test('section 9 BLOCKED | Refunded, lockRevocation: unchanged', () => {
    given(blocked).when(confirmRevocation).thenNothing()
    given(blocked).when(lockRevocation(1)).thenNothing()
    given(blocked).when(lockRevocation(2)).then(RefundAttemptNoted(2))
    given([...blocked, GrantBlocked, RefundAttemptNoted(2)])
      .when(restorePoints(1))
      .thenNothing()
  })
})

describe('GRANTED', () => {
  test('Q3 GRANTED | Paid again: nothing is granted twice', () => {
    for (const past of [granted, available, locked, revoked, restored]) given(past).when(grantPoints()).thenNothing()
  })

  test('section 9 GRANTED | LoanStarted: pending points become available, once', () => {
    given(granted).when(noteLoanStarted).then(LoanStartNoted(300))
    given(available).when(noteLoanStarted).thenNothing()
    given([PromotionOpened, PromoCompleted('AVAILABLE', 'PAID')])
      .when(noteLoanStarted)
      .then(LoanStartNoted(0))
  })

  test('Q1 section 9 GRANTED | lockRevocation: the granted points are taken off, not a sentinel', () => {
    given(granted).when(lockRevocation()).then(PointsLocked(1, 'PENDING'))
    given(available).when(lockRevocation(1, 300)).then(PointsLocked(1, 'AVAILABLE'))
  })

  test('case 8 GRANTED | lockRevocation of points that were spent: never refused; the shortfall is told', () => {
    given(available)
      .when(lockRevocation(1, 120))
      .then(PointsLocked(1, 'AVAILABLE', 180))
    given(available)
      .when(lockRevocation(1, -50))
      .then(PointsLocked(1, 'AVAILABLE', 300))
    given(granted)
      .when(lockRevocation(1, -50))
      .then(PointsLocked(1, 'PENDING', 0))
  })

  test('Q4 H9 GRANTED | Refunded, RefundFailed without a lock: nothing', () => {
    given(granted).when(confirmRevocation).thenNothing()
    given(granted).when(restorePoints()).thenNothing()
  })
})

describe('LOCKED and REVOKED', () => {
  test('section 9 LOCKED | lockRevocation of the same attempt: the same reply, nothing taken again', () => {
    given(locked).when(lockRevocation(1)).thenNothing()
    given(locked).when(lockRevocation(1)).thenState({ status: 'LOCKED', revoked: 300, shortfall: 0 })
  })

  test('section 9 LOCKED | lockRevocation of the next attempt, before the failure of the last one was heard', () => {
    given(locked).when(lockRevocation(2)).then(RefundAttemptNoted(2))
    given(locked).when(lockRevocation(2)).thenState({ status: 'LOCKED', revoked: 300 })
  })

  test('PF2 LOCKED | Refunded: REVOKED and PromoCanceled', () => {
    given(locked).when(confirmRevocation).then(PromoCanceled())
    given([...available, PointsLocked(1, 'AVAILABLE', 180)])
      .when({ type: 'confirmRevocation', debt: 180 })
      .then({ type: 'PromoCanceled', points: 300, shortfall: 180, debt: 180 })
  })

  test('section 9 LOCKED / REVOKED | RefundFailed: GRANTED and PromoRestored', () => {
    given(locked).when(restorePoints()).then(PromoRestored())
    given(revoked).when(restorePoints()).then(PromoRestored())
    given(revoked).when(restorePoints()).thenState({ status: 'GRANTED' })
    given(restored).when(restorePoints()).thenNothing()
  })

  test('section 13: a late failure of attempt 1 does not undo the lock of attempt 2', () => {
    given([...locked, RefundAttemptNoted(2)])
      .when(restorePoints(1))
      .thenNothing()
    given([...revoked, RefundAttemptNoted(2)])
      .when(restorePoints(1))
      .thenNothing()
    given([...revoked, RefundAttemptNoted(2)])
      .when(restorePoints(2))
      .then(PromoRestored(2))
  })

  test('section 9 REVOKED | lockRevocation of the next attempt: remembered; the points are off already', () => {
    given(revoked).when(lockRevocation(2)).then(RefundAttemptNoted(2))
    given(revoked).when(lockRevocation(2)).thenState({ status: 'REVOKED', revoked: 300 })
  })

  test('section 9 REVOKED | Refunded, lockRevocation: unchanged', () => {
    given(revoked).when(confirmRevocation).thenNothing()
    given(revoked).when(lockRevocation(1)).thenNothing()
  })

  test('a lock that comes after its refund failed takes nothing: nobody would ever give it back', () => {
    given(restored).when(lockRevocation(1)).thenNothing()
    given([...blocked, BlockLifted])
      .when(lockRevocation(1))
      .thenNothing()
    given(restored).when(lockRevocation(2)).then(PointsLocked(2))
  })

  test('points that are given again after the loan started are available', () => {
    given(locked).when(noteLoanStarted).then(LoanStartNoted(0))
    given([...locked, LoanStartNoted()])
      .when(restorePoints())
      .then(PromoRestored(1, 'AVAILABLE'))
  })
})

describe('points are whole', () => {
  test('Q6 PF1 rounded down, never a fraction, exact for large amounts', () => {
    expect(pointsFor(3_000, 1_000)).toBe(300)
    expect(pointsFor(3_333, 1_000)).toBe(333)
    expect(pointsFor(9, 1_000)).toBe(0)
    expect(pointsFor(2_147_483_647, 9_999)).toBe(2_147_268_898)
    fc.assert(
      fc.property(fc.nat(), fc.nat(10_000), (charged, rateBps) => {
        const points = pointsFor(charged, rateBps)
        expect(Number.isInteger(points)).toBe(true)
        const exact = BigInt(charged) * BigInt(rateBps)
        expect(BigInt(points) * 10_000n <= exact && exact < (BigInt(points) + 1n) * 10_000n).toBe(true)
      }),
    )
  })

  test('a free payment earns nothing, and nothing moves', () => {
    given().when(grantPoints(0)).thenState({ status: 'GRANTED' })
    const { points } = { points: pointsFor(0, 1_000) }
    expect(
      movementOf({ type: 'PromoCompleted', points, rateBps: 1_000, spendableFrom: 'PAID', pocket: 'AVAILABLE' }),
    ).toBe(undefined)
  })
})
