import { sql, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { PromotionDatabase } from '../database.ts'
import type { Movement } from '../promotion/points.ts'
import type { Promotion } from '../promotion/state.ts'

/**
 * Locks the member's account, making one if there is none, and returns what can be spent. Every command about a member's
 * points begins here: Paid, LoanStarted and lockRevocation come on three roads, and only one of them makes the
 * promotion's row. It is the only lock that they wait for, so they cannot wait for each other.
 */
export const lockAccount = storeOperation(
  'promotion/lock-account',
  async (tx: Transaction<PromotionDatabase>, userId: string): Promise<number> => {
    const { rows } = await sql<{ available: number }>`
      insert into point_account (user_id) values (${userId})
      on conflict (user_id) do update set user_id = excluded.user_id returning available`.execute(tx)
    return rows[0]?.available ?? 0
  },
)

/** Moves a promotion's points within the member's account, which the caller has locked, and enters them in the ledger. */
export const movePoints = storeOperation(
  'promotion/move-points',
  async (
    tx: Transaction<PromotionDatabase>,
    { userId, paymentId, rentalId }: Pick<Promotion, 'userId' | 'paymentId' | 'rentalId'>,
    movements: readonly Movement[],
  ): Promise<void> => {
    for (const { pending, available, entry } of movements) {
      await tx
        .updateTable('point_account')
        .set({
          pending: sql`pending + ${pending}`,
          available: sql`available + ${available}`,
          lifetime: sql`lifetime + ${entry?.points ?? 0}`,
        })
        .where('user_id', '=', userId)
        .execute()
      if (!entry) continue
      const row = { user_id: userId, payment_id: paymentId, rental_id: rentalId, ...entry }
      await tx.insertInto('point_entry').values(row).execute()
    }
  },
)
