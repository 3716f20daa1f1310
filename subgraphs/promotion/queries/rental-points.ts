import { sql, type Kysely } from 'kysely'
import { stateOf, type PromotionDatabase } from '../database.ts'
import type { RentalPoints } from '../generated/resolvers.ts'
import type { Promotion } from '../promotion/state.ts'
import { PROMOTION_COLUMNS } from '../sql/promotion.ts'

/** Whose points may be seen: one member's, or everybody's. */
export type Visible = { readonly userId: string } | 'all'

/** One statement for any number of rentals; those whose points are not there to be seen are left out. */
export async function readRentalPoints(
  db: Kysely<PromotionDatabase>,
  rentalIds: readonly string[],
  visible: Visible,
): Promise<Map<string, RentalPoints>> {
  const promotions = db
    .selectFrom('promotion')
    .select(PROMOTION_COLUMNS)
    .where('rental_id', '=', sql<string>`any(${rentalIds}::uuid[])`)
    // Remembers only that the loan started; the rental was paid, but promotion has not heard of it.
    .where('status', '<>', 'NONE')
  const rows = await (visible === 'all' ? promotions : promotions.where('user_id', '=', visible.userId)).execute()
  return new Map(rows.map((row) => [row.rental_id, pointsOf(stateOf(row))]))
}

function pointsOf({ status, grant, revoked }: Promotion): RentalPoints {
  const taken = status === 'LOCKED' || status === 'REVOKED'
  return { status, granted: status === 'BLOCKED' ? 0 : (grant?.points ?? 0), revoked: taken ? revoked : 0 }
}
