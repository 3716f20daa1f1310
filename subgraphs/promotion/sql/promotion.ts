import type { Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import { stateOf, storedRow, type PromotionDatabase } from '../database.ts'
import type { Promotion } from '../promotion/state.ts'

/** Locks the row. */
export const loadPromotion = storeOperation(
  'promotion/load-promotion',
  async (tx: Transaction<PromotionDatabase>, id: string): Promise<Promotion | undefined> => {
    const row = await tx.selectFrom('promotion').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    return row && stateOf(row)
  },
)

export const savePromotion = storeOperation(
  'promotion/save-promotion',
  async (
    tx: Transaction<PromotionDatabase>,
    id: string,
    state: Promotion,
    previous: Promotion | undefined,
  ): Promise<void> => {
    if (previous === undefined) await tx.insertInto('promotion').values(storedRow(state)).execute()
    else await tx.updateTable('promotion').set(storedRow(state)).where('id', '=', id).execute()
  },
)

/** The payment's promotion and whose it is; undefined when there is none. Locks nothing. */
export const findPromotion = storeOperation(
  'promotion/find-promotion',
  async (
    tx: Transaction<PromotionDatabase>,
    paymentId: string,
  ): Promise<{ id: string; userId: string } | undefined> => {
    return tx
      .selectFrom('promotion')
      .select(['id', 'user_id as userId'])
      .where('payment_id', '=', paymentId)
      .executeTakeFirst()
  },
)
