/** What book says to others. A field is added, never changed or taken away, within a version. */
import { z } from 'zod'
import { contract } from '@ebook/nats/event'

export const Registered = contract(
  'ebook.book.Registered.v1',
  'Book',
  'A title is in the catalogue, or its details were set again.',
  z.object({
    bookId: z.uuid(),
    isbn13: z.string().optional(),
    title: z.string(),
    authors: z.array(z.string()),
    language: z.string().optional(),
    rentalFee: z.int().nonnegative(),
    currency: z.literal('KRW'),
    loanPeriodDays: z.int().positive(),
    maxRenewals: z.int().nonnegative(),
    registeredDate: z.iso.datetime(),
  }),
)

export const AvailabilityChanged = contract(
  'ebook.book.AvailabilityChanged.v1',
  'Book',
  'Whether a title can be lent now, and how many of its seats are free.',
  z.object({
    bookId: z.uuid(),
    status: z.enum(['POSSIBLE', 'IMPOSSIBLE', 'WITHDRAWN']),
    copiesTotal: z.int().nonnegative(),
    copiesFree: z.int().nonnegative(),
    holdsWaiting: z.int().nonnegative(),
  }),
)

export const CopyReleased = contract(
  'ebook.book.CopyReleased.v1',
  'Book',
  'A seat is free again, and why.',
  z.object({
    bookId: z.uuid(),
    copyId: z.uuid(),
    rentalId: z.uuid(),
    cause: z.enum(['REFUSED', 'CANCELED', 'RETURNED', 'EXPIRED', 'WITHDRAWN']),
  }),
  'AvailabilityChanged tells others what they need; this one says which seat and why, for the holds to come and for audits.',
)

export const ApprovalRequested = contract(
  'ebook.book.ApprovalRequested.v1',
  'Request',
  'A paid rental holds a seat and waits for a librarian.',
  z.object({
    rentalId: z.uuid(),
    paymentId: z.uuid(),
    bookId: z.uuid(),
    copyId: z.uuid(),
    userId: z.string(),
    decideBy: z.iso.datetime(),
  }),
)

export const Approved = contract(
  'ebook.book.Approved.v1',
  'Request',
  'A librarian lends the title.',
  z.object({
    rentalId: z.uuid(),
    paymentId: z.uuid(),
    bookId: z.uuid(),
    copyId: z.uuid(),
    userId: z.string(),
    approvedDate: z.iso.datetime(),
    approvedBy: z.string(),
    loanPeriodDays: z.int().positive(),
    licenceExpiresAt: z.iso.datetime().optional(),
  }),
)

export const Refused = contract(
  'ebook.book.Refused.v1',
  'Request',
  'The library does not lend the title: a librarian, or a rule, said no.',
  z.object({
    rentalId: z.uuid(),
    paymentId: z.uuid(),
    bookId: z.uuid(),
    refusedDate: z.iso.datetime(),
    refusedBy: z.enum(['ADMIN', 'SYSTEM']),
    reasonCode: z.enum(['NO_COPY', 'POLICY', 'MEMBER_BLOCKED', 'DECISION_TIMEOUT', 'WITHDRAWN']),
    note: z.string().optional(),
  }),
)

export const contracts = [Registered, AvailabilityChanged, CopyReleased, ApprovalRequested, Approved, Refused] as const
