import type { RentalRow } from '../live/my-rentals.ts'

type Placed = Pick<RentalRow, 'rentalId' | 'status' | 'rentedDate'>

/** Which rental stands where. */
export interface Order {
  readonly open: readonly string[]
  readonly ended: readonly string[]
}

const ENDED = new Set<RentalRow['status']>(['RETURNED', 'EXPIRED', 'CANCELED'])

/** As somebody finds them who opens the page now: what goes on before what has ended, newest first. */
export function arranged(rows: ReadonlyMap<string, Placed>): Order {
  const newestFirst = [...rows.values()].sort(
    (a, b) => b.rentedDate.localeCompare(a.rentedDate) || a.rentalId.localeCompare(b.rentalId),
  )
  const ids = (ended: boolean) =>
    newestFirst.filter(({ status }) => ENDED.has(status) === ended).map(({ rentalId }) => rentalId)
  return { open: ids(false), ended: ids(true) }
}

/** What would change for the reader of an older order if it were brought up to date; nothing moves until then. */
export function outdatedBy(order: Order, rows: ReadonlyMap<string, Placed>): { fresh: number; moved: number } {
  const shown = new Set([...order.open, ...order.ended])
  const fresh = [...rows.keys()].filter((id) => !shown.has(id)).length
  const moved = order.open.filter((id) => ENDED.has(rows.get(id)?.status ?? 'RENTED')).length
  return { fresh, moved }
}
