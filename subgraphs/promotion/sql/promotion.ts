import { sql, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import { stateOf, storedRow, type PromotionDatabase, type PromotionTable } from '../database.ts'
import type { Promotion } from '../promotion/state.ts'

export const PROMOTION_COLUMNS = columnsOf<PromotionTable>()(
  'id',
  'payment_id',
  'rental_id',
  'user_id',
  'status',
  'points',
  'rate_bps',
  'spendable_from',
  'loan_started',
  'refund_attempt',
  'revoked',
  'shortfall',
)

/** Locks the rows, in the order of their ids. */
export const loadPromotions = storeOperation(
  'promotion/load-promotions',
  (tx: Transaction<PromotionDatabase>, ids: readonly string[]): Promise<Loaded<Promotion>> =>
    lockRows(tx, 'promotion', 'id', PROMOTION_COLUMNS, sql`id = any(${ids}::uuid[])`, stateOf),
)

/** The promotions of payments, and what the members have whose points these are. */
export interface LoadedPromotions extends Loaded<Promotion> {
  /** By member, what they can spend. */
  readonly available: ReadonlyMap<string, number>
}

/**
 * Locks the members' accounts, making those that there are none of, and those of the payments; then the payments'
 * promotions. Every command about a member's points begins here: Paid, LoanStarted and lockRevocation come on three
 * roads, and only one of them makes the promotion's row. Nobody waits for anything but accounts, in their order.
 */
export const loadPromotionsOf = storeOperation(
  'promotion/load-promotions-of',
  async (
    tx: Transaction<PromotionDatabase>,
    paymentIds: readonly string[],
    userIds: readonly string[],
  ): Promise<LoadedPromotions> => {
    const [{ rows: accounts }, loaded] = await Promise.all([
      sql<{ user_id: string; available: number }>`
        insert into point_account (user_id)
        select user_id from (
          select unnest(${userIds}::text[]) as user_id
          union select user_id from promotion where payment_id = any(${paymentIds}::uuid[])
        ) as concerned order by user_id
        on conflict (user_id) do update set user_id = excluded.user_id returning user_id, available`.execute(tx),
      // A statement of its own: the one that waits for the accounts cannot see what is committed while it waits.
      lockRows(tx, 'promotion', 'id', PROMOTION_COLUMNS, sql`payment_id = any(${paymentIds}::uuid[])`, stateOf),
    ])
    return { ...loaded, available: new Map(accounts.map(({ user_id, available }) => [user_id, available])) }
  },
)

export const savePromotions = storeWrite('promotion/save-promotions', (saved: readonly Saved<Promotion>[]) =>
  saveRows('promotion', 'id', PROMOTION_COLUMNS, saved, storedRow),
)
