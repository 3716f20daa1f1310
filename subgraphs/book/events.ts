/** What book says to others. A field is added, never changed or taken away, within a version. */
import { z } from 'zod'
import { contract } from '@ebook/nats/event'

const picture = {
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
}

export const Registered = contract(
  'ebook.book.Registered.v1',
  'Book',
  'A title is in the catalogue, or its details were set again.',
  z.object(picture),
)

export const Revised = contract(
  'ebook.book.Revised.v1',
  'Book',
  'A title is described anew: all of it, as when it is registered. Who has paid keeps what was paid for.',
  z.object(picture),
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
    /** Of the licence that is lent next, when it ends before a whole loan does. */
    nextLoanEnds: z.iso.datetime().optional(),
    /** Everybody may read at once; the copies are those of the other licences. */
    unlimited: z.literal(true).optional(),
    /** Where renewals count as loans: for how many there are loans that are promised to nobody. */
    loansToRenew: z.int().nonnegative().optional(),
  }),
)

const licence = z.object({
  bookId: z.uuid(),
  licenceId: z.uuid(),
  kind: z.enum(['ONE_COPY', 'CONCURRENT', 'TIME_LIMITED', 'LOAN_LIMITED', 'TIME_AND_LOAN_LIMITED', 'UNLIMITED']),
  seats: z.int().positive().optional(),
  expiresAt: z.iso.datetime().optional(),
  loansTotal: z.int().positive().optional(),
  loansLeft: z.int().nonnegative().optional(),
})

export const LicenceAdded = contract(
  'ebook.book.LicenceAdded.v1',
  'Book',
  'The library may lend a title by one more licence.',
  licence,
)

export const LicenceRevised = contract(
  'ebook.book.LicenceRevised.v1',
  'Book',
  'A licence has other terms from now on: all of them.',
  licence,
)

export const LicenceEnded = contract(
  'ebook.book.LicenceEnded.v1',
  'Book',
  'Nothing more is lent by a licence: its time or its loans are over, or a librarian ended it. Loans run on.',
  z.object({
    bookId: z.uuid(),
    licenceId: z.uuid(),
    endedDate: z.iso.datetime(),
    cause: z.enum(['ENDED', 'EXPIRED', 'EXHAUSTED']),
  }),
)

export const LicenceEnding = contract(
  'ebook.book.LicenceEnding.v1',
  'Book',
  'A licence comes to its end: thirty days are left of it (TIME), or three loans (LOANS). Said once of each.',
  z.object({
    bookId: z.uuid(),
    licenceId: z.uuid(),
    cause: z.enum(['TIME', 'LOANS']),
    expiresAt: z.iso.datetime().optional(),
    loansLeft: z.int().nonnegative().optional(),
  }),
)

export const BookWithdrawn = contract(
  'ebook.book.BookWithdrawn.v1',
  'Book',
  'A title is out of the catalogue; with `revoke` its loans end too, and the money goes back.',
  z.object({ bookId: z.uuid(), revoke: z.boolean(), note: z.string().optional() }),
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
    /** Won: what was taken for it. Missing when the payment did not say. */
    chargedAmount: z.int().nonnegative().optional(),
  }),
)

export const Approved = contract(
  'ebook.book.Approved.v1',
  'Request',
  'A librarian lends the title, or a rule does.',
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
    /** Absent when a renewal is no loan of the licence. */
    renewalCounts: z.literal(true).optional(),
    /** Won: what was taken for it. Missing when the payment did not say. */
    chargedAmount: z.int().nonnegative().optional(),
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
    reasonCode: z.enum(['NO_COPY', 'POLICY', 'MEMBER_BLOCKED', 'DECISION_TIMEOUT', 'WITHDRAWN', 'LICENCE_ENDED']),
    note: z.string().optional(),
  }),
)

const hold = { holdId: z.uuid(), bookId: z.uuid(), userId: z.string(), seq: z.int().positive() }

export const HoldPlaced = contract(
  'ebook.book.HoldPlaced.v1',
  'Hold',
  'A member waits for a title, behind those of a lower seq.',
  z.object(hold),
)

export const HoldReady = contract(
  'ebook.book.HoldReady.v1',
  'Hold',
  'It is a member’s turn: a seat is kept until then.',
  z.object({ ...hold, copyId: z.uuid(), readyUntil: z.iso.datetime() }),
)

export const HoldReturned = contract(
  'ebook.book.HoldReturned.v1',
  'Hold',
  'The licence of the seat that was kept has ended: the member is the next one again.',
  z.object(hold),
)

export const HoldLapsed = contract(
  'ebook.book.HoldLapsed.v1',
  'Hold',
  'A member let their turn pass: the place is kept, and passed over until they want it again.',
  z.object(hold),
)

export const HoldSuspended = contract(
  'ebook.book.HoldSuspended.v1',
  'Hold',
  'A member does not want to be served for now, and keeps the place.',
  z.object({ ...hold, suspendedUntil: z.iso.datetime().optional() }),
)

export const HoldResumed = contract(
  'ebook.book.HoldResumed.v1',
  'Hold',
  'A member waits again, at the old place.',
  z.object(hold),
)

export const HoldReminded = contract(
  'ebook.book.HoldReminded.v1',
  'Hold',
  'A place has been suspended for so long that it is given up at `endsAt`, unless the member wants it again.',
  z.object({ ...hold, endsAt: z.iso.datetime() }),
)

export const HoldFulfilled = contract(
  'ebook.book.HoldFulfilled.v1',
  'Hold',
  'A member who waited has a seat of the title.',
  z.object({ ...hold, rentalId: z.uuid() }),
)

export const HoldCanceled = contract(
  'ebook.book.HoldCanceled.v1',
  'Hold',
  'A member waits no longer, and has no seat.',
  z.object({ ...hold, reason: z.enum(['MEMBER', 'ADMIN', 'LAPSED', 'WITHDRAWN', 'SUSPENDED_TOO_LONG']) }),
)

export const HoldAnonymised = contract(
  'ebook.book.HoldAnonymised.v1',
  'Hold',
  'Who waited is not to be known any more: everybody who keeps it writes the pseudonym instead.',
  z.object({ holdId: z.uuid(), bookId: z.uuid(), pseudonym: z.string().startsWith('anon:') }),
)

export const contracts = [
  Registered,
  Revised,
  AvailabilityChanged,
  LicenceAdded,
  LicenceRevised,
  LicenceEnded,
  LicenceEnding,
  BookWithdrawn,
  CopyReleased,
  ApprovalRequested,
  Approved,
  Refused,
  HoldPlaced,
  HoldReady,
  HoldReturned,
  HoldLapsed,
  HoldSuspended,
  HoldResumed,
  HoldReminded,
  HoldFulfilled,
  HoldCanceled,
  HoldAnonymised,
] as const
