import { stateOf, storedRow, type PromotionDatabase } from '@ebook/promotion/database'
import { lockAccount, movePoints } from '@ebook/promotion/sql/account'
import { findPromotion, loadPromotion, savePromotion } from '@ebook/promotion/sql/promotion'
import { adaptersOver, type Adapter } from '../database.ts'

const adapter = adaptersOver<PromotionDatabase>()

export const promotionAdapters: readonly Adapter[] = [
  adapter(loadPromotion, ({ promotion }, _, id) => {
    const row = promotion.get(id)
    return row && stateOf(row)
  }),
  adapter(savePromotion, ({ promotion }, _, id, state, previous) => {
    if (previous === undefined) promotion.insert(storedRow(state))
    else promotion.update(promotion.get(id), storedRow(state))
  }),
  adapter(findPromotion, ({ promotion }, _, paymentId) => {
    const row = promotion.rows.find(({ payment_id }) => payment_id === paymentId)
    return row && { id: row.id, userId: row.user_id }
  }),
  adapter(lockAccount, ({ point_account }, _, user_id) => {
    return (point_account.get(user_id) ?? point_account.insert({ user_id })).available
  }),
  adapter(movePoints, ({ point_account, point_entry }, _, promotion, movements) => {
    const { userId: user_id, paymentId: payment_id, rentalId: rental_id } = promotion
    for (const { pending, available, entry } of movements) {
      const account = point_account.get(user_id)
      const lifetime = (account?.lifetime ?? 0) + (entry?.points ?? 0)
      if (account) {
        const is = { pending: account.pending + pending, available: account.available + available, lifetime }
        point_account.update(account, is)
      }
      if (entry) point_entry.insert({ user_id, payment_id, rental_id, ...entry })
    }
  }),
]
