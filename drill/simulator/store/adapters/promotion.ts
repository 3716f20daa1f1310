import { stateOf, storedRow, type PromotionDatabase } from '@ebook/promotion/database'
import { entriesOf, movePoints, sumsOf } from '@ebook/promotion/sql/account'
import { loadPromotions, loadPromotionsOf, savePromotions } from '@ebook/promotion/sql/promotion'
import { adaptersOver, type Adapter } from '../database.ts'
import { loaded, save } from './aggregate.ts'

const adapter = adaptersOver<PromotionDatabase>()

export const promotionAdapters: readonly Adapter[] = [
  adapter(loadPromotions, ({ promotion }, now, ids) =>
    loaded(promotion, now, 'id', stateOf, ({ id }) => ids.includes(id)),
  ),
  adapter(loadPromotionsOf, ({ promotion, point_account }, now, paymentIds, userIds) => {
    const isOfPayment = ({ payment_id }: { payment_id: string }) => paymentIds.includes(payment_id)
    const concerned = new Set([...userIds, ...promotion.rows.filter(isOfPayment).map(({ user_id }) => user_id)])
    const accounts = [...concerned].map((user_id) => point_account.get(user_id) ?? point_account.insert({ user_id }))
    const available = new Map(accounts.map((account) => [account.user_id, account.available]))
    return { ...loaded(promotion, now, 'id', stateOf, isOfPayment), available }
  }),
  adapter(savePromotions, ({ promotion }, _, saved) => save(promotion, storedRow, saved)),
  adapter(movePoints, ({ point_account, point_entry }, _, moved) => {
    for (const { user_id, pending, available, lifetime } of sumsOf(moved)) {
      const account = point_account.get(user_id)
      if (account === undefined) continue
      const is = { pending: account.pending + pending, available: account.available + available }
      point_account.update(account, { ...is, lifetime: account.lifetime + lifetime })
    }
    for (const entry of entriesOf(moved)) point_entry.insert(entry)
  }),
]
