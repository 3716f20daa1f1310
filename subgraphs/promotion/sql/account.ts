import { sql } from 'kysely'
import { insertRows } from '@ebook/chassis/sql/rows'
import { rowsAs, storeWrite } from '@ebook/nats/store-write'
import type { Movement } from '../promotion/points.ts'
import type { Promotion } from '../promotion/state.ts'

/** Points of a promotion that move within its member's account. */
export interface MovedPoints extends Movement {
  readonly promotion: Pick<Promotion, 'userId' | 'paymentId' | 'rentalId'>
}

/** Moves points within accounts, which are locked, and enters them in the ledger. */
export const movePoints = storeWrite('promotion/move-points', (moved: readonly MovedPoints[]) => ({
  moved_account: sql`
    update point_account set pending = point_account.pending + moved.pending,
      available = point_account.available + moved.available, lifetime = point_account.lifetime + moved.lifetime
    from ${rowsAs('moved', 'point_account', sumsOf(moved))}
    where point_account.user_id = moved.user_id`,
  new_point_entry: insertRows('point_entry', ENTRY_COLUMNS, entriesOf(moved)),
}))

const ENTRY_COLUMNS = ['user_id', 'payment_id', 'rental_id', 'kind', 'n', 'points'] as const

/** What all of it is for each account. */
export function sumsOf(moved: readonly MovedPoints[]) {
  const byUser = Map.groupBy(moved, ({ promotion }) => promotion.userId)
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  return [...byUser].map(([user_id, movements]) => ({
    user_id,
    pending: sum(movements.map(({ pending }) => pending)),
    available: sum(movements.map(({ available }) => available)),
    lifetime: sum(movements.map(({ entry }) => entry?.points ?? 0)),
  }))
}

/** Points that only change pockets are in no line. */
export const entriesOf = (moved: readonly MovedPoints[]) =>
  moved.flatMap(({ promotion: { userId: user_id, paymentId: payment_id, rentalId: rental_id }, entry }) =>
    entry === undefined ? [] : [{ user_id, payment_id, rental_id, ...entry }],
  )
