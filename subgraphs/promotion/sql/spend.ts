import { sql, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { PromotionDatabase, SpendTable } from '../database.ts'
import type { Spend } from '../spend/state.ts'

const COLUMNS = columnsOf<SpendTable>()('payment_id', 'rental_id', 'user_id', 'status', 'points', 'batches')

/** Locks the rows, in the order of the payments' ids. */
export const loadSpends = storeOperation(
  'promotion/load-spends',
  (tx: Transaction<PromotionDatabase>, paymentIds: readonly string[]): Promise<Loaded<Spend>> =>
    lockRows(tx, 'spend', 'payment_id', COLUMNS, sql`payment_id = any(${paymentIds}::uuid[])`, fieldsOf<Spend>),
)

export const saveSpends = storeWrite('promotion/save-spends', (saved: readonly Saved<Spend>[]) =>
  saveRows('spend', 'payment_id', COLUMNS, saved, rowOf),
)
