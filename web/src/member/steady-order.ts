import type { RentalRow } from '../live/my-rentals.ts'

type Placed = Pick<RentalRow, 'rentalId' | 'status' | 'rentedDate'>

export type Section = 'reading' | 'open' | 'ended'

/** Which rental stands where. */
export type Order = Readonly<Record<Section, readonly string[]>>

const ENDED = new Set<RentalRow['status']>(['RETURNED', 'EXPIRED', 'CANCELED'])

function sectionOf({ status }: Pick<Placed, 'status'>): Section {
  if (status === 'APPROVED') return 'reading'
  return ENDED.has(status) ? 'ended' : 'open'
}

/** As somebody finds them who opens the page now: what can be read, what goes on, what has ended; each newest first. */
export function arranged(rows: ReadonlyMap<string, Placed>): Order {
  const newestFirst = [...rows.values()].sort(
    (a, b) => b.rentedDate.localeCompare(a.rentedDate) || a.rentalId.localeCompare(b.rentalId),
  )
  const idsIn = (section: Section) =>
    newestFirst.filter((row) => sectionOf(row) === section).map(({ rentalId }) => rentalId)
  return { reading: idsIn('reading'), open: idsIn('open'), ended: idsIn('ended') }
}

/** What would change for the reader of an older order if it were brought up to date; nothing moves until then. */
export function outdatedBy(order: Order, rows: ReadonlyMap<string, Placed>): { fresh: number; moved: number } {
  const shown = new Map(
    (['reading', 'open', 'ended'] as const).flatMap((section) => order[section].map((id) => [id, section] as const)),
  )
  const fresh = [...rows.keys()].filter((id) => !shown.has(id)).length
  const moved = [...shown].filter(([id, section]) => {
    const row = rows.get(id)
    return row !== undefined && sectionOf(row) !== section
  }).length
  return { fresh, moved }
}
