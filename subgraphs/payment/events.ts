/** What payment says to others. A field is added, never changed or taken away, within a version. */
import { z } from 'zod'
import { contract } from '@ebook/nats/event'

export const Paid = contract(
  'ebook.payment.Paid.v1',
  'Payment',
  'The fee was charged.',
  z.object({
    paymentId: z.uuid(),
    rentalId: z.uuid(),
    userId: z.string(),
    bookId: z.uuid(),
    rentalFee: z.int().nonnegative(),
    pointsUsed: z.int().nonnegative(),
    chargedAmount: z.int().nonnegative(),
    attemptNo: z.int().positive(),
    paidDate: z.iso.datetime(),
  }),
)

export const PaymentActionRequired = contract(
  'ebook.payment.PaymentActionRequired.v1',
  'Payment',
  'Nothing is charged until the member has acted on the provider’s page, by then at the latest. Where it is only they are told.',
  z.object({
    paymentId: z.uuid(),
    rentalId: z.uuid(),
    userId: z.string(),
    bookId: z.uuid(),
    attemptNo: z.int().positive(),
    expiresAt: z.iso.datetime(),
  }),
)

/**
 * Of a payment that points were to pay, wholly or in part: whose and how many. Promotion gives them back if it has taken
 * them, and takes none of them from then on.
 */
const ofPoints = { userId: z.string().optional(), pointsToReturn: z.int().positive().optional() }

export const PayDeclined = contract(
  'ebook.payment.PayDeclined.v1',
  'Payment',
  'An attempt came to nothing: the provider said no, or the points were too few.',
  z.object({
    paymentId: z.uuid(),
    rentalId: z.uuid(),
    attemptNo: z.int().positive(),
    reasonCode: z.string(),
    ...ofPoints,
  }),
)

/** `paymentId` is null when the rental was canceled before any payment: the tombstone of hard case 12. */
export const PayVoided = contract(
  'ebook.payment.PayVoided.v1',
  'Payment',
  'Nothing was charged, and nothing will be.',
  z.object({ paymentId: z.uuid().nullable(), rentalId: z.uuid(), ...ofPoints }),
)

export const Refunded = contract(
  'ebook.payment.Refunded.v1',
  'Payment',
  'The money went back.',
  z.object({
    paymentId: z.uuid(),
    rentalId: z.uuid(),
    refundId: z.string(),
    refundAttempt: z.int().positive(),
    amount: z.int().nonnegative(),
    refundedDate: z.iso.datetime(),
    reason: z.enum(['REFUSED', 'MEMBER', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN']),
    pointsRevoked: z.int().nonnegative(),
    pointsReturned: z.int().nonnegative(),
    pointShortfall: z.int().nonnegative(),
    /** Goodwill: the money went back, and the loan goes on. */
    keepLoan: z.literal(true).optional(),
  }),
)

export const RefundFailed = contract(
  'ebook.payment.RefundFailed.v1',
  'Payment',
  'The provider refused to give the money back; a librarian has to act.',
  z.object({
    paymentId: z.uuid(),
    rentalId: z.uuid(),
    refundId: z.string(),
    refundAttempt: z.int().positive(),
    errorCode: z.string(),
    wasRefunded: z.boolean(),
  }),
)

export const contracts = [Paid, PaymentActionRequired, PayDeclined, PayVoided, Refunded, RefundFailed] as const
