import { randomUUID } from 'node:crypto'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { stateOf, storedRow, type PromotionDatabase } from '@ebook/promotion/database'
import type { Spend } from '@ebook/promotion/spend/state'
import { entriesOf, loadLots, lockAccounts, lotsOf, movePoints, sumsOf, takenOf } from '@ebook/promotion/sql/account'
import { detachEntries, pointsOfRental } from '@ebook/promotion/sql/anonymise'
import { dropUnused, endAccount } from '@ebook/promotion/sql/erasure'
import { loadPromotions, loadPromotionsOf, savePromotions } from '@ebook/promotion/sql/promotion'
import { loadSpends, saveSpends } from '@ebook/promotion/sql/spend'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'
import { loaded, save } from './aggregate.ts'

const adapter = adaptersOver<PromotionDatabase>()

type Promotion = Tables<PromotionDatabase>

function drop({ point_account, point_entry, point_lot }: Promotion, userIds: readonly string[]): void {
  const isOf = (userId: string) => (row: { user_id: string }) => row.user_id === userId
  for (const userId of userIds) {
    const account = point_account.get(userId)
    const isUsed = point_entry.rows.some(isOf(userId)) || point_lot.rows.some(isOf(userId))
    if (account && !isUsed && !account.available && !account.pending && !account.lifetime) point_account.remove(account)
  }
}

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
  adapter(pointsOfRental, ({ promotion, spend }, _, rentalId) => {
    const rows = [...promotion.rows, ...spend.rows].filter(({ rental_id }) => rental_id === rentalId)
    const found = new Map(
      rows.map(({ payment_id, user_id }) => [`${payment_id}/${user_id}`, { paymentId: payment_id, userId: user_id }]),
    )
    return [...found.values()].toSorted((one, other) => (one.paymentId < other.paymentId ? -1 : 1))
  }),
  adapter(detachEntries, ({ point_entry }, _, paymentId) => {
    const reference = randomUUID()
    for (const row of point_entry.rows)
      if (row.payment_id === paymentId) point_entry.update(row, { payment_id: reference, rental_id: reference })
  }),
  adapter(dropUnused, (tables, _, userIds) => drop(tables, userIds)),
  adapter(endAccount, (tables, now, userId, pseudonym) => {
    const { promotion, spend, point_account, point_entry, point_lot } = tables
    const isTheirs = ({ user_id }: { user_id: string }) => user_id === userId
    const known = new Set([...promotion.rows, ...spend.rows].filter(isTheirs).map(({ payment_id }) => payment_id))
    const ended = point_entry.rows.filter((row) => isTheirs(row) && !known.has(row.payment_id))
    for (const row of ended) point_entry.update(row, { user_id: pseudonym })
    const left = ended.reduce((sum, { points }) => sum + points, 0)
    const line = { user_id: pseudonym, payment_id: randomUUID(), rental_id: randomUUID(), n: 1 }
    if (left > 0) point_entry.insert({ ...line, kind: 'SPEND', points: -left })
    for (const row of point_lot.rows.filter(isTheirs)) point_lot.update(row, { user_id: pseudonym, left_points: 0 })
    for (const user_id of [userId, pseudonym]) {
      const mine = point_entry.rows.filter((row) => row.user_id === user_id)
      const sum = (rows: readonly { points: number | null }[]) =>
        rows.reduce((all, { points }) => all + (points ?? 0), 0)
      const isPending = (row: (typeof promotion.rows)[number]) =>
        row.user_id === user_id && row.status === 'GRANTED' && !row.loan_started && row.spendable_from === 'APPROVED'
      const pending = sum(promotion.rows.filter(isPending))
      const lifetime = Math.max(0, sum(mine.filter(({ kind }) => kind !== 'SPEND' && kind !== 'RETURN')))
      const { available } = point_account.put({ user_id, pending, available: sum(mine) - pending, lifetime })
      if (user_id === userId && available > 0)
        point_lot.insert({ user_id, earned_date: now, points: available, left_points: available })
    }
    drop(tables, [userId, pseudonym])
  }),
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
