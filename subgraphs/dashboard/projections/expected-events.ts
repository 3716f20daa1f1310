import { z } from 'zod'

/** ISO text in one width, so that the file can sort by it as text. */
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString())
const id = z.string().min(1)
const won = z.int().nonnegative()
const attemptNo = z.int().positive()
/** That it happened is all that is asked. */
const anything = z.record(z.string(), z.unknown())
const hold = z.object({ bookId: id, userId: z.string() })

/**
 * What the dashboard expects of the events that it folds: a tolerant reader, only the fields it uses. An event that
 * does not carry them is kept and traced, but says nothing about the row; so an Approved without a `paymentId`
 * never makes a rental APPROVED.
 */
export const expectations = {
  'ebook.rent.Rented.v1': z.object({ userId: id, bookId: id, title: z.string(), rentalFee: won, rentedDate: instant }),
  'ebook.rent.LoanStarted.v1': z.object({ paymentId: id, dueAt: instant }),
  'ebook.rent.Renewed.v1': z.object({ dueAt: instant }),
  'ebook.rent.Returned.v1': z.object({ returnedDate: instant }),
  'ebook.rent.Expired.v1': z.object({ dueAt: instant }),
  'ebook.rent.CancelRequested.v1': anything,
  'ebook.rent.Canceled.v1': z.object({ canceledDate: instant, reason: z.string(), refundedAmount: won }),
  'ebook.rent.RefundRequested.v1': z.object({ paymentId: id }),
  'ebook.rent.RentalAnonymised.v1': z.object({ pseudonym: id }),
  'ebook.payment.Paid.v1': z.object({ paymentId: id, attemptNo, paidDate: instant }),
  'ebook.payment.PaymentActionRequired.v1': z.object({ attemptNo }),
  'ebook.payment.PayDeclined.v1': z.object({ attemptNo }),
  'ebook.payment.PayVoided.v1': z.object({ paymentId: id.nullable() }),
  'ebook.payment.Refunded.v1': z.object({ refundedDate: instant, reason: z.string() }),
  'ebook.payment.RefundFailed.v1': anything,
  'ebook.book.ApprovalRequested.v1': z.object({ paymentId: id }),
  'ebook.book.Approved.v1': z.object({ paymentId: id, approvedDate: instant }),
  'ebook.book.Refused.v1': z.object({ paymentId: id, refusedDate: instant, reasonCode: z.string() }),
  'ebook.promotion.PromoCompleted.v1': z.object({ points: won }),
  'ebook.promotion.PromoCanceled.v1': anything,
  'ebook.promotion.PromoRestored.v1': z.object({ points: won }),
  'ebook.book.Registered.v1': z.object({ title: z.string(), rentalFee: won, registeredDate: instant }),
  'ebook.book.Revised.v1': z.object({ title: z.string(), rentalFee: won, registeredDate: instant }),
  'ebook.book.AvailabilityChanged.v1': z.object({ status: z.string(), copiesTotal: won, copiesFree: won }),
  'ebook.book.HoldPlaced.v1': hold,
  'ebook.book.HoldReady.v1': hold.extend({ readyUntil: instant }),
  'ebook.book.HoldReturned.v1': hold,
  'ebook.book.HoldLapsed.v1': hold,
  'ebook.book.HoldSuspended.v1': hold.extend({ suspendedUntil: instant.optional() }),
  'ebook.book.HoldResumed.v1': hold,
  'ebook.book.HoldFulfilled.v1': hold,
  'ebook.book.HoldCanceled.v1': hold.extend({ reason: z.string() }),
  'ebook.book.HoldAnonymised.v1': z.object({ pseudonym: id }),
}

type Expectations = typeof expectations
export type ExpectedType = keyof Expectations
/** An event that the dashboard understands, with the data it expects. */
export type ExpectedEvent<Type extends ExpectedType = ExpectedType> = {
  [T in Type]: { readonly type: T; readonly data: z.infer<Expectations[T]> }
}[Type]

/** What a publisher must send for the dashboard to understand an event: the contract tests hold it against theirs. */
export type Expectation<Type extends ExpectedType> = z.input<Expectations[Type]>

/** Undefined when the type is not one of those that the rows are made of, or the data is not what is expected. */
export function readExpected(event: { readonly type: string; readonly data: unknown }): ExpectedEvent | undefined {
  if (!isExpected(event.type)) return undefined
  const parsed = expectations[event.type].safeParse(event.data)
  return parsed.success ? ({ type: event.type, data: parsed.data } as ExpectedEvent) : undefined
}

/** Whether the data of an event that the rows are made of is other than expected: worth a warning. */
export function isUnexpected(event: { readonly type: string; readonly data: unknown }): boolean {
  return isExpected(event.type) && readExpected(event) === undefined
}

function isExpected(type: string): type is ExpectedType {
  return Object.hasOwn(expectations, type)
}
