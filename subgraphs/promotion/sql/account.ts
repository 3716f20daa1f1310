import { sql, type Transaction } from 'kysely'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { rowsAs, storeWrite } from '@ebook/nats/store-write'
import type { PromotionDatabase } from '../database.ts'
import type { Movement } from '../promotion/points.ts'
import type { Batch, Purchase } from '../spend/language.ts'

/** Points that can be spent, of one age. */
export interface Lot extends Batch {
  readonly id: string
}

/** Points that move within a member's account. */
export interface MovedPoints extends Movement {
  readonly of: Purchase
  readonly opened: readonly Batch[]
  readonly taken: readonly Pick<Lot, 'id' | 'points'>[]
}

/**
 * Locks the members' accounts, making those that there are none of, and those of the payments. Returns what can be spent,
 * by member. Every command about points begins here: Paid, LoanStarted and the two services come on roads of their own,
 * and only one of them makes a row. Nobody waits for anything but accounts, in their order.
 *
 * What is read with it is read by statements of their own: the one that waits cannot see what is committed meanwhile.
 */
export const lockAccounts = storeOperation(
  'promotion/lock-accounts',
  async (
    tx: Transaction<PromotionDatabase>,
    paymentIds: readonly string[],
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>> => {
    const { rows } = await sql<{ user_id: string; available: number }>`
      insert into point_account (user_id)
      select user_id from (
        select unnest(${userIds}::text[]) as user_id
        union select user_id from promotion where payment_id = any(${paymentIds}::uuid[])
        union select user_id from spend where payment_id = any(${paymentIds}::uuid[])
      ) as concerned order by user_id
      on conflict (user_id) do update set user_id = excluded.user_id returning user_id, available`.execute(tx)
    return new Map(rows.map(({ user_id, available }) => [user_id, available]))
  },
)

/** What can be spent of an account that is locked, the oldest first. */
export const loadLots = storeOperation(
  'promotion/load-lots',
  async (tx: Transaction<PromotionDatabase>, userId: string): Promise<readonly Lot[]> => {
    const { rows } = await sql<{ id: string; earned_date: Date; left_points: number }>`
      select id::text as id, earned_date, left_points from point_lot
      where user_id = ${userId} and left_points > 0 order by earned_date, point_lot.id`.execute(tx)
    return rows.map(({ id, earned_date, left_points: points }) => ({
      id,
      earnedDate: earned_date.toISOString(),
      points,
    }))
  },
)

/** Moves points within accounts, which are locked, and enters them in the ledger. */
export const movePoints = storeWrite('promotion/move-points', (moved: readonly MovedPoints[]) => {
  const [lots, taken] = [lotsOf(moved), takenOf(moved)]
  return {
    moved_account: sql`
      update point_account set pending = point_account.pending + moved.pending,
        available = point_account.available + moved.available, lifetime = point_account.lifetime + moved.lifetime
      from ${rowsAs('moved', 'point_account', sumsOf(moved))}
      where point_account.user_id = moved.user_id`,
    new_point_entry: insertRows('point_entry', ENTRY_COLUMNS, entriesOf(moved)),
    ...(lots.length > 0 && { new_point_lot: insertRows('point_lot', LOT_COLUMNS, lots) }),
    ...(taken.length > 0 && {
      taken_point_lot: sql`
        update point_lot set left_points = point_lot.left_points - taken.points
        from ${rowsAs('taken', 'point_lot', taken)} where point_lot.id = taken.id`,
    }),
  }
})

const ENTRY_COLUMNS = ['user_id', 'payment_id', 'rental_id', 'kind', 'n', 'points'] as const
const LOT_COLUMNS = ['user_id', 'earned_date', 'points', 'left_points'] as const

/** What all of it is for each account. What is spent was granted all the same. */
export function sumsOf(moved: readonly MovedPoints[]) {
  const byUser = Map.groupBy(moved, ({ of }) => of.userId)
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  return [...byUser].map(([user_id, movements]) => ({
    user_id,
    pending: sum(movements.map(({ pending }) => pending)),
    available: sum(movements.map(({ available }) => available)),
    lifetime: sum(movements.map(({ entry }) => (entry && isEarning(entry.kind) ? entry.points : 0))),
  }))
}

const isEarning = (kind: string) => kind !== 'SPEND' && kind !== 'RETURN'

/** Points that only change pockets are in no line. */
export const entriesOf = (moved: readonly MovedPoints[]) =>
  moved.flatMap(({ of: { userId: user_id, paymentId: payment_id, rentalId: rental_id }, entry }) =>
    entry === undefined ? [] : [{ user_id, payment_id, rental_id, ...entry }],
  )

export const lotsOf = (moved: readonly MovedPoints[]) =>
  moved.flatMap(({ of: { userId: user_id }, opened }) =>
    opened.map(({ earnedDate: earned_date, points }) => ({ user_id, earned_date, points, left_points: points })),
  )

export const takenOf = (moved: readonly MovedPoints[]) => moved.flatMap(({ taken }) => taken)
