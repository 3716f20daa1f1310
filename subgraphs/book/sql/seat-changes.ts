import type { Saved } from '@ebook/chassis/handle-command'
import { rowOf, type RowOf } from '@ebook/chassis/rows'
import type { Bought, LicenceTable, SeatTable } from '../database.ts'
import type { Licence, NearEnd } from '../title/language.ts'
import type { Title } from '../title/state.ts'

/** A licence as the decider knows it; what else a librarian writes of it is written beside. */
export type LicenceRow = Omit<
  LicenceTable,
  'id' | 'added_date' | keyof RowOf<Bought> | 'renewal_counts_as_loan' | 'near_end'
> & { readonly id: string; readonly renewal_counts_as_loan: boolean; readonly near_end: NearEnd[] }

export function licenceRow(bookId: string, licence: Licence): LicenceRow {
  const { licenceId: id, kind, seats, expiresAt, loansTotal, loansLeft, renewalCountsAsLoan, endedAt } = licence
  const limits = { kind, seats, expiresAt, loansTotal, loansLeft, renewalCountsAsLoan, endedAt }
  return { id, book_id: bookId, ...rowOf({ ...limits, nearEnd: [...licence.nearEnd] }) }
}

type NewSeat = Pick<SeatTable, 'book_id' | 'licence_id' | 'state'> & { readonly id: string }

export interface SeatChanges {
  readonly newLicences: readonly LicenceRow[]
  readonly changedLicences: readonly LicenceRow[]
  /** That came with a licence, or were made for a loan of one without a limit. */
  readonly newSeats: readonly NewSeat[]
  readonly seats: readonly { readonly id: string; readonly state: SeatTable['state'] }[]
  /** Licences that have ended: their free seats are gone. */
  readonly ended: readonly string[]
  /** Rentals that have let go of their seat. */
  readonly closed: readonly string[]
  readonly opened: readonly { readonly rental_id: string; readonly seat_id: string; readonly book_id: string }[]
}

/** What a title's decision means for its licences and seats: of what the rentals and members in question had, and have. */
export function seatChanges({ id: book_id, state: title, previous }: Saved<Title>): SeatChanges {
  const licences = previous === undefined ? [] : title.licences
  const before = new Map(previous?.licences.map((licence) => [licence.licenceId, licence]))
  const fresh = licences.filter(({ licenceId }) => !before.has(licenceId))
  const revised = licences.filter((licence) => isRevised(before.get(licence.licenceId), licence))
  const [had, has] = [takenIn(previous), takenIn(title)]
  const [was, is] = [previous?.allocations ?? {}, title.allocations]
  const left = Object.values(was).filter(({ rentalId, seatId }) => is[rentalId]?.seatId !== seatId)
  const opened = Object.values(is).filter(({ rentalId, seatId }) => was[rentalId]?.seatId !== seatId)
  const came = new Map<string, NewSeat>()
  for (const { licenceId: licence_id, newSeats } of licences)
    for (const id of newSeats) came.set(id, has.get(id) ?? { id, book_id, licence_id, state: 'POSSIBLE' })
  for (const seat of has.values())
    if (!had.has(seat.id) && isMadeForLoan(title, seat.licence_id)) came.set(seat.id, seat)
  const states = new Map<string, SeatTable['state']>()
  for (const { goneSeats } of licences) for (const id of goneSeats) states.set(id, 'WITHDRAWN')
  // What was let go of and taken again is taken.
  for (const { id, licence_id } of had.values()) states.set(id, stateOfFree(title, licence_id))
  for (const { id, state } of has.values()) states.set(id, state)
  const changed = [...states].filter(([id, state]) => !came.has(id) && had.get(id)?.state !== state)
  return {
    newLicences: fresh.map((licence) => licenceRow(book_id, licence)),
    changedLicences: revised.map((licence) => licenceRow(book_id, licence)),
    newSeats: [...came.values()],
    seats: changed.map(([id, state]) => ({ id, state })),
    ended: revised
      .filter(({ licenceId, endedAt }) => endedAt !== null && before.get(licenceId)?.endedAt === null)
      .map(({ licenceId }) => licenceId),
    closed: left.map(({ rentalId }) => rentalId),
    opened: opened.map(({ rentalId: rental_id, seatId: seat_id }) => ({ rental_id, seat_id, book_id })),
  }
}

/** The seats that rentals have and that are kept for members, by id. */
function takenIn(title: Title | undefined): Map<string, NewSeat> {
  const { bookId: book_id, allocations = {}, line = [] } = title ?? { bookId: '' }
  const seats = new Map<string, NewSeat>()
  for (const { seatId: id, licenceId: licence_id } of line)
    if (id !== null && licence_id !== null) seats.set(id, { id, book_id, licence_id, state: 'RESERVED' })
  for (const { seatId: id, licenceId: licence_id, state } of Object.values(allocations))
    seats.set(id, { id, book_id, licence_id, state })
  return seats
}

function isRevised(was: Licence | undefined, is: Licence): boolean {
  if (was === undefined || was === is) return false
  if (was.nearEnd.join() !== is.nearEnd.join()) return true
  const fields = ['seats', 'expiresAt', 'loansTotal', 'loansLeft', 'renewalCountsAsLoan', 'endedAt'] as const
  return fields.some(
    (field) => Number(was[field]) !== Number(is[field]) || (was[field] === null) !== (is[field] === null),
  )
}

/** The licence that is not among the title's ended before. */
const livingLicence = ({ licences }: Title, licenceId: string): Licence | undefined =>
  licences.find((licence) => licence.licenceId === licenceId && licence.endedAt === null)

const isMadeForLoan = (title: Title, licenceId: string): boolean =>
  livingLicence(title, licenceId)?.kind === 'UNLIMITED'

/** What becomes of a seat that nobody has any more. */
function stateOfFree(title: Title, licenceId: string): SeatTable['state'] {
  if (title.withdrawn) return 'WITHDRAWN'
  const licence = livingLicence(title, licenceId)
  return licence === undefined || licence.kind === 'UNLIMITED' ? 'EXHAUSTED' : 'POSSIBLE'
}
