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

/** The same, by their payments. */
export const loadPromotionsOf = storeOperation(
  'promotion/load-promotions-of',
  (tx: Transaction<PromotionDatabase>, paymentIds: readonly string[]): Promise<Loaded<Promotion>> =>
    lockRows(tx, 'promotion', 'id', PROMOTION_COLUMNS, sql`payment_id = any(${paymentIds}::uuid[])`, stateOf),
)

export const savePromotions = storeWrite('promotion/save-promotions', (saved: readonly Saved<Promotion>[]) =>
  saveRows('promotion', 'id', PROMOTION_COLUMNS, saved, storedRow),
)
