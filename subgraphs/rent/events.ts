/** What rent says to others. A field is added, never changed or taken away, within a version. */
import { z } from 'zod'
import { contract } from '@ebook/nats/event'

export const Rented = contract(
  'ebook.rent.Rented.v1',
  'Rental',
  'A member applied for a title.',
  z.object({
    rentalId: z.uuid(),
    userId: z.string().min(1),
    bookId: z.uuid(),
    title: z.string(),
    rentalFee: z.int().nonnegative(),
    rentedDate: z.iso.datetime(),
    payUntil: z.iso.datetime(),
    /** The terms of the loan, as the member pays for them. */
    loanPeriodDays: z.int().positive().optional(),
    maxRenewals: z.int().nonnegative().optional(),
    holdId: z.uuid().optional(),
    /** Absent when a seat that is taken ends the rental. */
    holdIfTaken: z.literal(true).optional(),
    /** Absent when all is paid with money. */
    pointsToUse: z.int().positive().optional(),
  }),
)

export const PayUntilRaised = contract(
  'ebook.rent.PayUntilRaised.v1',
  'Rental',
  'The payment waits for the member, who may pay until then: later than was said when they applied.',
  z.object({ rentalId: z.uuid(), userId: z.string(), bookId: z.uuid(), payUntil: z.iso.datetime() }),
)

export const LoanStarted = contract(
  'ebook.rent.LoanStarted.v1',
  'Rental',
  'The member may read from now on.',
  z.object({
    rentalId: z.uuid(),
    paymentId: z.uuid(),
    userId: z.string(),
    bookId: z.uuid(),
    copyId: z.uuid(),
    startsAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
  }),
)

export const LoanOpened = contract(
  'ebook.rent.LoanOpened.v1',
  'Rental',
  'The member opened the book for the first time.',
  z.object({ rentalId: z.uuid(), userId: z.string(), bookId: z.uuid(), openedDate: z.iso.datetime() }),
  'For who writes to members: what was opened can no longer be taken back.',
)

export const Renewed = contract(
  'ebook.rent.Renewed.v1',
  'Rental',
  'The loan goes on for another period; automatic: nobody had to ask for it.',
  z.object({
    rentalId: z.uuid(),
    userId: z.string(),
    bookId: z.uuid(),
    previousDueAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    renewalCount: z.int().positive(),
    automatic: z.boolean(),
  }),
)

export const AutoRenewalPutOff = contract(
  'ebook.rent.AutoRenewalPutOff.v1',
  'Rental',
  'A loan was to be renewed by itself, and was not; it may be later.',
  z.object({
    rentalId: z.uuid(),
    userId: z.string(),
    bookId: z.uuid(),
    dueAt: z.iso.datetime(),
    code: z.enum(['RENEWAL_LIMIT', 'LICENCE_ENDS', 'MEMBER_BLOCKED', 'MEMBERSHIP_ENDED', 'HOLDS_WAITING']),
  }),
)

export const Returned = contract(
  'ebook.rent.Returned.v1',
  'Rental',
  'The member gave the book back.',
  z.object({
    rentalId: z.uuid(),
    bookId: z.uuid(),
    copyId: z.uuid(),
    returnedDate: z.iso.datetime(),
    early: z.boolean(),
  }),
)

export const Expired = contract(
  'ebook.rent.Expired.v1',
  'Rental',
  'The loan ran out.',
  z.object({
    rentalId: z.uuid(),
    bookId: z.uuid(),
    copyId: z.uuid(),
    dueAt: z.iso.datetime(),
    expiredDate: z.iso.datetime(),
  }),
)

export const CancelRequested = contract(
  'ebook.rent.CancelRequested.v1',
  'Rental',
  'The rental is being canceled; the payment is voided or given back first.',
  z.object({
    rentalId: z.uuid(),
    bookId: z.uuid(),
    userId: z.string(),
    paymentId: z.uuid().nullable(),
    reason: z.enum(['MEMBER', 'PAYMENT_TIMEOUT', 'ADMIN', 'LICENCE_ENDED', 'LIBRARY']),
    requestedDate: z.iso.datetime(),
    loanStarted: z.boolean(),
    /** The library's words to the member. */
    note: z.string().optional(),
  }),
)

export const Canceled = contract(
  'ebook.rent.Canceled.v1',
  'Rental',
  'The rental is over without a loan.',
  z.object({
    rentalId: z.uuid(),
    bookId: z.uuid(),
    userId: z.string(),
    canceledDate: z.iso.datetime(),
    reason: z.enum(['MEMBER', 'REFUSED', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN', 'LICENCE_ENDED', 'LIBRARY']),
    refundedAmount: z.int().nonnegative(),
  }),
)

export const RefundRequested = contract(
  'ebook.rent.RefundRequested.v1',
  'Rental',
  'A payment came in for a rental that had been canceled.',
  z.object({ rentalId: z.uuid(), paymentId: z.uuid(), reason: z.enum(['PAID_AFTER_CANCEL']) }),
)

export const RentalAnonymised = contract(
  'ebook.rent.RentalAnonymised.v1',
  'Rental',
  'Whose the rental was is not to be known any more: everybody who keeps it writes the pseudonym instead.',
  z.object({ rentalId: z.uuid(), bookId: z.uuid(), pseudonym: z.string().startsWith('anon:') }),
)

const Limits = z.object({ loans: z.int().nonnegative(), holds: z.int().nonnegative() })

export const MemberBlocked = contract(
  'ebook.rent.MemberBlocked.v1',
  'Member',
  'A librarian, or a rule, keeps a member from borrowing, waiting or renewing; a loan that runs goes on.',
  z.object({
    userId: z.string(),
    blockId: z.uuid(),
    kinds: z.array(z.enum(['BORROW', 'HOLD', 'RENEW'])),
    /** The rule, if it was one. */
    cause: z.enum(['MISSED_TURNS', 'POINTS_DEBT']).optional(),
    /** For librarians. */
    reason: z.string(),
    /** For the member. */
    message: z.string().optional(),
    until: z.iso.datetime().optional(),
  }),
)

export const MemberUnblocked = contract(
  'ebook.rent.MemberUnblocked.v1',
  'Member',
  'A block was lifted before its time.',
  z.object({ userId: z.string(), blockId: z.uuid() }),
)

export const MemberRevised = contract(
  'ebook.rent.MemberRevised.v1',
  'Member',
  'What a member may borrow and wait for at once, and until when.',
  z.object({ userId: z.string(), limits: Limits, membershipUntil: z.iso.datetime().optional() }),
)

export const MemberErased = contract(
  'ebook.rent.MemberErased.v1',
  'Member',
  'The member is not to be known any more: everybody forgets what they keep of them. Who it was says only the subject, as base64url.',
  z.object({ pseudonym: z.string().startsWith('anon:') }),
)

export const contracts = [
  Rented,
  PayUntilRaised,
  LoanStarted,
  LoanOpened,
  Renewed,
  AutoRenewalPutOff,
  Returned,
  Expired,
  CancelRequested,
  Canceled,
  RefundRequested,
  RentalAnonymised,
  MemberBlocked,
  MemberUnblocked,
  MemberRevised,
  MemberErased,
] as const
