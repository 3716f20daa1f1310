import type { RentalRow } from '../live/my-rentals.ts'

/** A rental of 3,000 won as the live feed tells it: paid, if nothing else is said. */
export const rentalRow = (rentalId: string, version: number, more: Partial<RentalRow> = {}): RentalRow => ({
  rentalId,
  version,
  bookId: 'b',
  title: `Title of ${rentalId}`,
  rentalFee: 3_000,
  status: 'PAID',
  paymentState: 'PAID',
  points: null,
  refusalReason: null,
  rentedDate: `2026-11-0${rentalId.length}T00:00:00.000Z`,
  paidDate: '2026-11-09T00:00:00.000Z',
  approvedDate: null,
  refusedDate: null,
  dueAt: null,
  returnedDate: null,
  refundedDate: null,
  canceledDate: null,
  rental: null,
  ...more,
})
