import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { stateOf, storedRow, type PromotionDatabase } from '@ebook/promotion/database'
import type { Spend } from '@ebook/promotion/spend/state'
import { entriesOf, loadLots, lockAccounts, lotsOf, movePoints, sumsOf, takenOf } from '@ebook/promotion/sql/account'
import { loadPromotions, loadPromotionsOf, savePromotions } from '@ebook/promotion/sql/promotion'
import { loadSpends, saveSpends } from '@ebook/promotion/sql/spend'
import { adaptersOver, type Adapter } from '../database.ts'
import { loaded, save } from './aggregate.ts'

const adapter = adaptersOver<PromotionDatabase>()

export const promotionAdapters: readonly Adapter[] = [
  adapter(lockAccounts, ({ promotion, spend, point_account }, _, paymentIds, userIds) => {
    const known = [...promotion.rows, ...spend.rows].filter(({ payment_id }) => paymentIds.includes(payment_id))
    const concerned = new Set([...userIds, ...known.map(({ user_id }) => user_id)])
    const accounts = [...concerned].map((user_id) => point_account.get(user_id) ?? point_account.insert({ user_id }))
    return new Map(accounts.map((account) => [account.user_id, account.available]))
  }),
  adapter(loadLots, ({ point_lot }, _, userId) =>
    point_lot.rows
      .filter(({ user_id, left_points }) => user_id === userId && left_points > 0)
      .toSorted((one, other) => ageOf(one) - ageOf(other) || Number(one.id) - Number(other.id))
      .map(({ id, earned_date, left_points: points }) => ({ id, earnedDate: earned_date.toISOString(), points })),
  ),
  adapter(loadPromotions, ({ promotion }, now, ids) =>
    loaded(promotion, now, 'id', stateOf, ({ id }) => ids.includes(id)),
  ),
  adapter(loadPromotionsOf, ({ promotion }, now, paymentIds) =>
    loaded(promotion, now, 'id', stateOf, ({ payment_id }) => paymentIds.includes(payment_id)),
  ),
  adapter(savePromotions, ({ promotion }, _, saved) => save(promotion, storedRow, saved)),
  adapter(loadSpends, ({ spend }, now, paymentIds) =>
    loaded(spend, now, 'payment_id', fieldsOf<Spend>, ({ payment_id }) => paymentIds.includes(payment_id)),
  ),
  adapter(saveSpends, ({ spend }, _, saved) => save(spend, rowOf<Spend>, saved)),
  adapter(movePoints, ({ point_account, point_entry, point_lot }, _, moved) => {
    for (const { user_id, pending, available, lifetime } of sumsOf(moved)) {
      const account = point_account.get(user_id)
      if (account === undefined) continue
      const is = { pending: account.pending + pending, available: account.available + available }
      point_account.update(account, { ...is, lifetime: account.lifetime + lifetime })
    }
    for (const entry of entriesOf(moved)) point_entry.insert(entry)
    for (const { earned_date, ...lot } of lotsOf(moved))
      point_lot.insert({ ...lot, earned_date: new Date(earned_date) })
    for (const { id, points } of takenOf(moved)) {
      const lot = point_lot.get(id)
      if (lot) point_lot.update(lot, { left_points: lot.left_points - points })
    }
  }),
]

const ageOf = ({ earned_date }: { readonly earned_date: Date }): number => earned_date.getTime()
