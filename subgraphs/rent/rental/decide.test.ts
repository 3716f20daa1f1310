import { describe, expect, test } from 'vitest'
import { given, stateAfter, confirm, decline, defer, payRental, cancelRental } from '../testing/given-rental.ts'
import {
  after,
  canceled,
  cancelingPaid,
  cancelingUnknown,
  DAY,
  declined,
  ended,
  noon,
  onLoan,
  paid,
  PaymentConfirmed,
  PaymentDeclined,
  paymentId,
  PaymentRequested,
  payUntil,
  pending,
  possible,
  refundRecorded,
  RefusalNoted,
  refused,
  Rented,
  requestRental,
  retryAfter,
  unpaid,
} from '../testing/rentals.ts'
import type { RentalEvent } from './language.ts'
import { evolve } from './state.ts'

describe('applying (R1)', () => {
  test('R1 a request is RENTED with the title’s fee, and its payment PENDING before payment is called', () => {
    const requested = given().when(requestRental)
    requested.then(Rented, PaymentRequested)
    requested.thenState({ status: 'RENTED', paymentState: 'PENDING', attemptNo: 1, rentalFee: 3_000, retryAfter })
  })

  test('R1 paymentState UNPAID proves that payment was not called', () => {
    expect(evolve(undefined, Rented)).toMatchObject({ paymentState: 'UNPAID', attemptNo: 0, payCalls: 0 })
  })

  test('R1 is refused for a title that does not exist (H2)', () => {
    given()
      .when({ ...requestRental, book: undefined })
      .thenRefused({ code: 'BOOK_NOT_FOUND' })
  })

  test('R1 is refused for a WITHDRAWN title', () => {
    given()
      .when({ ...requestRental, book: { ...possible, status: 'WITHDRAWN' } })
      .thenRefused({ code: 'BOOK_WITHDRAWN' })
  })

  test('R1 is refused while the member has an open rental of the title', () => {
    given()
      .when({ ...requestRental, hasOpenRental: true })
      .thenRefused({ code: 'ALREADY_RENTED' })
  })

  test('R1 is refused when every seat is taken (H2)', () => {
    given()
      .when({ ...requestRental, book: { ...possible, status: 'IMPOSSIBLE' } })
      .thenRefused({ code: 'BOOK_NOT_AVAILABLE' })
  })

  test('R1 N2.1 is allowed when book has not been heard for long, whatever the projection says', () => {
    given()
      .when({ ...requestRental, book: { ...possible, status: 'IMPOSSIBLE', fresh: false } })
      .then(Rented, PaymentRequested)
  })

  test('R1 is allowed while the availability is not known yet', () => {
    given()
      .when({ ...requestRental, book: { ...possible, status: null } })
      .then(Rented, PaymentRequested)
  })

  test('R1 is refused for a member who may not borrow, whatever the title', () => {
    for (const bar of [
      { code: 'MEMBER_BLOCKED', message: 'Please call us.', until: null },
      { code: 'MEMBERSHIP_ENDED', at: noon },
    ] as const) {
      given()
        .when({ ...requestRental, borrower: { ...requestRental.borrower, bar } })
        .thenRefused(bar)
    }
  })

  test('R1 is refused beyond the number of titles that the member may have at once', () => {
    const has = (openLoans: number) =>
      given().when({ ...requestRental, borrower: { bar: undefined, openLoans, loanLimit: 2 } })
    has(1).then(Rented, PaymentRequested)
    for (const openLoans of [2, 3]) has(openLoans).thenRefused({ code: 'LOAN_LIMIT_REACHED', limit: 2 })
  })

  test('R1 the title of a hold that is ready can be rented although no seat is free', () => {
    given()
      .when({ ...requestRental, book: { ...possible, status: 'IMPOSSIBLE' }, holdsSeat: true })
      .then(Rented, PaymentRequested)
  })

  test('R1 a licence that would shorten the loan refuses, unless the member accepts that', () => {
    const book = { ...possible, nextLoanEnds: after(5 * DAY) }
    const asked = (changes: object) => given().when({ ...requestRental, book, ...changes })
    asked({}).thenRefused({ code: 'LOAN_WOULD_BE_SHORT', ends: after(5 * DAY) })
    asked({ acceptsShorterLoan: true }).then({ ...Rented, shorterLoanEnds: after(5 * DAY) }, PaymentRequested)
    asked({ book: { ...book, nextLoanEnds: after(14 * DAY) } }).then(Rented, PaymentRequested)
    asked({ book: { ...book, fresh: false } }).then(Rented, PaymentRequested)
  })

  test('R1 points pay the fee, or leave of it what a payment can be', () => {
    const pays = (pointsToUse: number) => given().when({ ...requestRental, pointsToUse })
    for (const points of [1, 2_900, 3_000]) pays(points).then({ ...Rented, pointsToUse: points }, PaymentRequested)
    pays(2_901).thenRefused({ code: 'POINTS_LEAVE_TOO_LITTLE', minimum: 100 })
    pays(3_001).thenRefused({ code: 'POINTS_EXCEED_FEE', rentalFee: 3_000 })
  })

  test('R4 P1a a payment that was declined, or waits for its points, is followed by one with others, or with money alone', () => {
    const withPoints = [{ ...Rented, pointsToUse: 1_000 }, PaymentRequested]
    const money = { ...payRental, pointsToUse: 0 }
    for (const past of [withPoints, [...withPoints, PaymentDeclined]]) {
      const next = given(past).when(money)
      next.then({ type: 'PaymentRequested', attemptNo: 2, retryAfter: payRental.retryAfter, pointsToUse: 0 })
      next.thenState({ pointsToUse: 0, paymentState: 'PENDING', attemptNo: 2, paymentId: null })
    }
    const moneyIsAsked = (pointsToUse: number) => given(pending).when({ ...payRental, pointsToUse })
    for (const points of [1, 2_000]) moneyIsAsked(points).thenRefused({ code: 'NOT_PAYABLE' })
    given(withPoints).when(payRental).thenState({ pointsToUse: 1_000, attemptNo: 1 })
    for (const past of [declined, withPoints]) {
      const pays = (pointsToUse: number) => given(past).when({ ...payRental, pointsToUse })
      pays(2_950).thenRefused({ code: 'POINTS_LEAVE_TOO_LITTLE', minimum: 100 })
      pays(3_001).thenRefused({ code: 'POINTS_EXCEED_FEE', rentalFee: 3_000 })
    }
  })

  test('R2 R4 of two attempts with other points either may have been carried out: the rental has the points of that one', () => {
    const other = { type: 'PaymentRequested', attemptNo: 2, retryAfter: payRental.retryAfter, pointsToUse: 0 } as const
    const both: RentalEvent[] = [{ ...Rented, pointsToUse: 1_000 }, PaymentRequested, other]
    given(both).when(confirm).thenState({ status: 'PAID', pointsToUse: 0, chargedAmount: 3_000 })
    given(both)
      .when({ ...confirm, chargedAmount: 2_000 })
      .thenState({ status: 'PAID', pointsToUse: 1_000, chargedAmount: 2_000 })
    given(both)
      .when({ ...decline, reasonCode: 'SUPERSEDED' })
      .thenNothing()
  })

  test('R1 hard case 18: another fee than the member saw is refused with the fee as it is', () => {
    given()
      .when({ ...requestRental, expectedFee: 2_500 })
      .thenRefused({ code: 'PRICE_CHANGED', rentalFee: 3_000 })
    given()
      .when({ ...requestRental, expectedFee: 3_000 })
      .then(Rented, PaymentRequested)
  })

  test('R1 a rental id that exists already stays quiet', () => {
    given(paid).when(requestRental).thenNothing()
  })

  test('a command for a rental that does not exist is refused', () => {
    given().when(cancelRental).thenRefused({ code: 'RENTAL_NOT_FOUND' })
    given().when(confirm).thenRefused({ code: 'RENTAL_NOT_FOUND' })
  })
})

describe('paying (R2 to R5)', () => {
  test('R2 a paid payment makes the rental PAID, by the reply or by the event', () => {
    given(pending).when(confirm).then(PaymentConfirmed)
    given(pending)
      .when(confirm)
      .thenState({ status: 'PAID', paymentState: 'PAID', paymentId, paymentStatus: 'PAID', retryAfter: null })
  })

  test('R2 stays quiet for the second of reply and event', () => {
    given(paid).when(confirm).thenNothing()
  })

  test('R2b a late payment does not move APPROVED, REFUSED or CANCELING', () => {
    given(onLoan).when(confirm).thenNothing()
    given([...pending, RefusalNoted])
      .when(confirm)
      .thenState({ status: 'REFUSED', paymentState: 'REFUNDING', chargedAmount: 3_000 })
  })

  test('R2b a payment that comes while CANCELING goes on to its refund by itself', () => {
    const late = given(cancelingUnknown).when(confirm)
    late.then(PaymentConfirmed)
    late.thenState({ status: 'CANCELING', paymentState: 'REFUNDING', refundState: 'PENDING', paymentId })
  })

  test('R2b a payment that its refund overtook stays refunded', () => {
    given([...pending, refundRecorded, canceled({ reason: 'ADMIN', refundedAmount: 3_000 })])
      .when(confirm)
      .thenState({ status: 'CANCELED', paymentState: 'REFUNDED', refundState: 'DONE', chargedAmount: 3_000 })
  })

  test('R3 a payment without an answer stays PENDING and is tried again', () => {
    given(pending)
      .when(defer)
      .thenState({ status: 'RENTED', paymentState: 'PENDING', retryAfter: after(8_000), paymentId: null })
  })

  test('R3 payment may have taken it on already', () => {
    given(pending)
      .when({ ...defer, reason: 'UNDER_WAY', paymentId })
      .thenState({ status: 'RENTED', paymentState: 'PENDING', paymentId, paymentStatus: 'REQUESTED' })
  })

  test('R3 stays quiet when the answer came by the event first, or for another attempt', () => {
    given(paid).when(defer).thenNothing()
    given(declined).when(defer).thenNothing()
    given(cancelingUnknown).when(defer).thenNothing()
    given(pending)
      .when({ ...defer, attemptNo: 2 })
      .thenNothing()
  })

  test('R3 a retry asks again about the same attempt, when it is due and before payUntil', () => {
    const retry = (now: Date) => ({ type: 'retryPayment', retryAfter: after(9_000), now }) as const
    const due = given(pending).when(retry(retryAfter))
    due.then({ type: 'PaymentRequested', attemptNo: 1, retryAfter: after(9_000) })
    due.thenState({ payCalls: 2, paymentState: 'PENDING' })
    given(pending).when(retry(noon)).thenNothing()
    given(pending).when(retry(payUntil)).thenNothing()
    given(paid).when(retry(retryAfter)).thenNothing()
    given(declined).when(retry(retryAfter)).thenNothing()
  })

  test('R4 while PENDING payRental asks again under the same attempt', () => {
    given(pending)
      .when(payRental)
      .then({ type: 'PaymentRequested', attemptNo: 1, retryAfter: after(5_000) })
  })

  test('R4 after a decline payRental is the next attempt, and forgets the declined payment', () => {
    const again = given(declined).when(payRental)
    again.then({ type: 'PaymentRequested', attemptNo: 2, retryAfter: after(5_000) })
    again.thenState({ paymentState: 'PENDING', attemptNo: 2, payCalls: 1, paymentId: null, paymentStatus: null })
  })

  test('R4 the first attempt of an unpaid rental', () => {
    given(unpaid)
      .when(payRental)
      .then({ type: 'PaymentRequested', attemptNo: 1, retryAfter: after(5_000) })
  })

  test('R4 is refused unless the rental waits for a payment, and after payUntil', () => {
    for (const past of [paid, onLoan, refused, cancelingUnknown, ended.RETURNED, ended.EXPIRED, ended.CANCELED]) {
      given(past).when(payRental).thenRefused({ code: 'NOT_PAYABLE' })
    }
    given(declined)
      .when({ ...payRental, now: payUntil })
      .thenRefused({ code: 'NOT_PAYABLE' })
  })

  test('R4 another member’s rental is not found', () => {
    given(declined)
      .when({ ...payRental, userId: 'lee' })
      .thenRefused({ code: 'RENTAL_NOT_FOUND' })
  })

  test('R5 a decline is noted and waits for the member', () => {
    given(pending).when(decline).then(PaymentDeclined)
    given(pending)
      .when(decline)
      .thenState({ status: 'RENTED', paymentState: 'DECLINED', paymentStatus: 'DECLINED', retryAfter: null })
  })

  test('R5 stays quiet for a decline heard twice or of an earlier attempt', () => {
    given(declined).when(decline).thenNothing()
    given([...declined, { type: 'PaymentRequested', attemptNo: 2, retryAfter }])
      .when(decline)
      .thenNothing()
    given(paid).when(decline).thenNothing()
  })
})

describe('points (R21)', () => {
  test('R21 PN2 points are written to the rental in any state, taken back and restored', () => {
    for (const past of [pending, paid, onLoan, refused, cancelingPaid, ...Object.values(ended)]) {
      const { status } = stateAfter(past)
      given(past).when({ type: 'notePoints', points: 300 }).then({ type: 'PointsNoted', points: 300 })
      const noted: RentalEvent[] = [...past, { type: 'PointsNoted', points: 300 }]
      given(noted).when({ type: 'notePoints', points: 0 }).thenState({ status, payback: 0 })
    }
  })

  test('R21 the same points twice stay quiet', () => {
    given([...paid, { type: 'PointsNoted', points: 300 }])
      .when({ type: 'notePoints', points: 300 })
      .thenNothing()
  })
})
