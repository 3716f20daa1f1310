import type { Generated, GeneratedAlways } from 'kysely'
import type { Migration } from 'kysely/migration'
import { checkedByFunction } from '@ebook/chassis/checked-by-function'
import { compactChecks } from '@ebook/chassis/compact-checks'
import { counters } from '@ebook/chassis/counters'
import type { HistoryTables } from '@ebook/chassis/history'
import { fieldsOf, rowOf, type Nullable, type RowOf } from '@ebook/chassis/rows'
import type { MessagingTables } from '@ebook/nats/tables'
import { points } from './migrations/points.ts'
import { privacy } from './migrations/privacy.ts'
import { promotion } from './migrations/promotion.ts'
import { spend } from './migrations/spend.ts'
import type { Grant } from './promotion/language.ts'
import type { PointEntryKind } from './promotion/points.ts'
import type { Promotion } from './promotion/state.ts'
import type { Spend } from './spend/state.ts'

export interface PromotionDatabase extends MessagingTables, HistoryTables {
  promotion: PromotionTable
  spend: SpendTable
  point_account: PointAccountTable
  point_lot: PointLotTable
  point_entry: PointEntryTable
}

/** The grant lies flat in the row, and the promotion's id is the row's. */
type StoredPromotion = Omit<Promotion, 'promotionId' | 'grant'> & { readonly id: string } & Nullable<Grant>
export type PromotionTable = RowOf<StoredPromotion>

export type SpendTable = RowOf<Spend>

export interface PointAccountTable {
  user_id: string
  available: Generated<number>
  pending: Generated<number>
  lifetime: Generated<number>
}

/** Points that can be spent, by their age; those of an account add up to what is available, unless that is below zero. */
export interface PointLotTable {
  id: GeneratedAlways<string>
  user_id: string
  earned_date: Date
  points: number
  left_points: number
}

export interface PointEntryTable {
  id: GeneratedAlways<string>
  user_id: string
  payment_id: string
  rental_id: string
  kind: PointEntryKind
  n: number
  points: number
  at: Generated<Date>
}

export const migrations: Record<string, Migration> = {
  '0010_promotion': promotion,
  '0011_points': points,
  '0012_spend': spend,
  '0020_counters': counters('promotion'),
  '0061_privacy': privacy,
  '0082_compact_checks': compactChecks,
  '0085_checked_by_function': checkedByFunction('promotion'),
}

export function stateOf(row: PromotionTable): Promotion {
  const { id: promotionId, points, rateBps, spendableFrom, ...facts } = fieldsOf<StoredPromotion>(row)
  const grant = points === null ? null : { points, rateBps, spendableFrom }
  // The table's checks hold that a status has what it implies.
  return { ...facts, promotionId, grant } as Promotion
}

export function storedRow({ promotionId: id, grant, ...facts }: Promotion): PromotionTable {
  return rowOf<StoredPromotion>({ id, ...facts, ...(grant ?? noGrant) })
}

const noGrant = { points: null, rateBps: null, spendableFrom: null } as const
