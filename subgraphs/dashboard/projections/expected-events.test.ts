import { describe, expect, test } from 'vitest'
import type * as book from '@ebook/book/events'
import type { DataOf, EventContract } from '@ebook/nats/event'
import type * as payment from '@ebook/payment/events'
import type * as promotion from '@ebook/promotion/events'
import type * as rent from '@ebook/rent/events'
import { isUnexpected, readExpected, type Expectation, type ExpectedType } from './expected-events.ts'

/** `true` only if whatever the publisher's contract allows is what the dashboard expects. */
type Keeps<Contract extends EventContract<ExpectedType>> =
  DataOf<Contract> extends Expectation<Contract['type']> ? true : never

// Checked by the compiler: a publisher that breaks a promise which the dashboard relies on does not compile here.
const kept: Record<ExpectedType, true> = {
  'ebook.rent.Rented.v1': true satisfies Keeps<typeof rent.Rented>,
  'ebook.rent.LoanStarted.v1': true satisfies Keeps<typeof rent.LoanStarted>,
  'ebook.rent.Renewed.v1': true satisfies Keeps<typeof rent.Renewed>,
  'ebook.rent.Returned.v1': true satisfies Keeps<typeof rent.Returned>,
  'ebook.rent.Expired.v1': true satisfies Keeps<typeof rent.Expired>,
  'ebook.rent.CancelRequested.v1': true satisfies Keeps<typeof rent.CancelRequested>,
  'ebook.rent.Canceled.v1': true satisfies Keeps<typeof rent.Canceled>,
  'ebook.rent.RefundRequested.v1': true satisfies Keeps<typeof rent.RefundRequested>,
  'ebook.rent.RentalAnonymised.v1': true satisfies Keeps<typeof rent.RentalAnonymised>,
  'ebook.payment.Paid.v1': true satisfies Keeps<typeof payment.Paid>,
  'ebook.payment.PaymentActionRequired.v1': true satisfies Keeps<typeof payment.PaymentActionRequired>,
  'ebook.payment.PayDeclined.v1': true satisfies Keeps<typeof payment.PayDeclined>,
  'ebook.payment.PayVoided.v1': true satisfies Keeps<typeof payment.PayVoided>,
  'ebook.payment.Refunded.v1': true satisfies Keeps<typeof payment.Refunded>,
  'ebook.payment.RefundFailed.v1': true satisfies Keeps<typeof payment.RefundFailed>,
  'ebook.book.ApprovalRequested.v1': true satisfies Keeps<typeof book.ApprovalRequested>,
  'ebook.book.Approved.v1': true satisfies Keeps<typeof book.Approved>,
  'ebook.book.Refused.v1': true satisfies Keeps<typeof book.Refused>,
  'ebook.promotion.PromoCompleted.v1': true satisfies Keeps<typeof promotion.PromoCompleted>,
  'ebook.promotion.PromoCanceled.v1': true satisfies Keeps<typeof promotion.PromoCanceled>,
  'ebook.promotion.PromoRestored.v1': true satisfies Keeps<typeof promotion.PromoRestored>,
  'ebook.book.Registered.v1': true satisfies Keeps<typeof book.Registered>,
  'ebook.book.Revised.v1': true satisfies Keeps<typeof book.Revised>,
  'ebook.book.AvailabilityChanged.v1': true satisfies Keeps<typeof book.AvailabilityChanged>,
  'ebook.book.HoldPlaced.v1': true satisfies Keeps<typeof book.HoldPlaced>,
  'ebook.book.HoldReady.v1': true satisfies Keeps<typeof book.HoldReady>,
  'ebook.book.HoldReturned.v1': true satisfies Keeps<typeof book.HoldReturned>,
  'ebook.book.HoldLapsed.v1': true satisfies Keeps<typeof book.HoldLapsed>,
  'ebook.book.HoldSuspended.v1': true satisfies Keeps<typeof book.HoldSuspended>,
  'ebook.book.HoldResumed.v1': true satisfies Keeps<typeof book.HoldResumed>,
  'ebook.book.HoldFulfilled.v1': true satisfies Keeps<typeof book.HoldFulfilled>,
  'ebook.book.HoldCanceled.v1': true satisfies Keeps<typeof book.HoldCanceled>,
  'ebook.book.HoldAnonymised.v1': true satisfies Keeps<typeof book.HoldAnonymised>,
}

describe('what the dashboard expects of events', () => {
  test('C34 every publisher keeps it', () => {
    expect(Object.keys(kept)).toHaveLength(33)
  })
  test('instants come in one width, so that text sorts as time', () => {
    const read = readExpected({ type: 'ebook.rent.Returned.v1', data: { returnedDate: '2026-11-21T10:58:43+09:00' } })
    expect(read?.data).toEqual({ returnedDate: '2026-11-21T01:58:43.000Z' })
  })
  test('unknown fields are let pass, unknown types say nothing, and what is missing is named unexpected', () => {
    const data = { returnedDate: '2026-11-21T01:58:43Z', condition: 'good' }
    expect(readExpected({ type: 'ebook.rent.Returned.v1', data })).toBeDefined()
    expect(readExpected({ type: 'ebook.rent.Lost.v1', data })).toBeUndefined()
    expect(isUnexpected({ type: 'ebook.rent.Lost.v1', data })).toBe(false)
    expect(isUnexpected({ type: 'ebook.rent.Returned.v1', data: {} })).toBe(true)
    expect(isUnexpected({ type: 'constructor', data: {} })).toBe(false)
  })
})
