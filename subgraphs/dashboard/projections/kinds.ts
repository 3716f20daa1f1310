import { foldHold, type HoldRow } from './hold-row.ts'
import type { FoldedEvent } from './rental-sources.ts'
import { foldRow, type DashboardRow } from './row.ts'

/** Of a row of any kind, what those who follow it are found by. */
export interface FollowedRow {
  readonly version: number
  readonly user_id: string
  readonly status: string
}

/** Rows that can be followed: each is a pure function of its own events, and each of these is one change of it. */
export interface Kind<Row extends FollowedRow> {
  readonly table: 'dashboard_row' | 'hold_row'
  /** The column of its id, which its events have as `row_id`. */
  readonly id: 'rental_id' | 'hold_id'
  /** The column that a snapshot is ordered by, before the id: in the row for good. */
  readonly order: 'rented_date' | 'book_id'
  readonly idOf: (row: Row) => string
  readonly orderOf: (row: Row) => string
  readonly fold: (id: string, events: readonly FoldedEvent[]) => Row | undefined
}

export const RENTALS: Kind<DashboardRow> = {
  table: 'dashboard_row',
  id: 'rental_id',
  order: 'rented_date',
  idOf: (row) => row.rental_id,
  orderOf: (row) => row.rented_date,
  fold: foldRow,
}

export const HOLDS: Kind<HoldRow> = {
  table: 'hold_row',
  id: 'hold_id',
  order: 'book_id',
  idOf: (row) => row.hold_id,
  orderOf: (row) => row.book_id,
  fold: foldHold,
}
