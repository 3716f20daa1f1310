import type { HistoryTables } from '@ebook/chassis/history'
import { fieldsOf, rowOf, type Nullable, type RowOf } from '@ebook/chassis/rows'
import type { MessagingTables } from '@ebook/nats/tables'
import { sql, type Generated, type GeneratedAlways, type Transaction } from 'kysely'
import type { Migration } from 'kysely/migration'
import { points } from './migrations/points.ts'
import { promotion } from './migrations/promotion.ts'
import type { PointEntryKind } from './promotion/points.ts'
import type { Grant } from './promotion/language.ts'
import type { Promotion } from './promotion/state.ts'

export interface PromotionDatabase extends MessagingTables, HistoryTables {
  promotion: PromotionTable
  point_account: PointAccountTable
  point_entry: PointEntryTable
}

/** The grant lies flat in the row, and the promotion's id is the row's. */
type StoredPromotion = Omit<Promotion, 'promotionId' | 'grant'> & { readonly id: string } & Nullable<Grant>
export type PromotionTable = RowOf<StoredPromotion>

export interface PointAccountTable {
  user_id: string
  available: Generated<number>
  pending: Generated<number>
  lifetime: Generated<number>
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

export const migrations: Record<string, Migration> = { '0010_promotion': promotion, '0011_points': points }

export function stateOf(row: PromotionTable): Promotion {
  const { id: promotionId, points, rateBps, spendableFrom, ...facts } = fieldsOf<StoredPromotion>(row)
  const grant = points === null ? null : { points, rateBps, spendableFrom }
  // The table's checks hold that a status has what it implies.
  return { ...facts, promotionId, grant } as Promotion
}

function storedRow({ promotionId: id, grant, ...facts }: Promotion): PromotionTable {
  return rowOf<StoredPromotion>({ id, ...facts, ...(grant ?? noGrant) })
}

const noGrant = { points: null, rateBps: null, spendableFrom: null } as const

/** Locks the row. */
export async function loadPromotion(tx: Transaction<PromotionDatabase>, id: string): Promise<Promotion | undefined> {
  const row = await tx.selectFrom('promotion').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row && stateOf(row)
}

export async function savePromotion(
  tx: Transaction<PromotionDatabase>,
  id: string,
  state: Promotion,
  previous: Promotion | undefined,
): Promise<void> {
  if (previous === undefined) await tx.insertInto('promotion').values(storedRow(state)).execute()
  else await tx.updateTable('promotion').set(storedRow(state)).where('id', '=', id).execute()
}

/**
 * Locks the member's account, making one if there is none, and returns what can be spent. Every command about a member's
 * points begins here: Paid, LoanStarted and lockRevocation come on three roads, and only one of them makes the
 * promotion's row. It is the only lock that they wait for, so they cannot wait for each other.
 */
export async function lockAccount(tx: Transaction<PromotionDatabase>, userId: string): Promise<number> {
  const { rows } = await sql<{ available: number }>`
    insert into point_account (user_id) values (${userId})
    on conflict (user_id) do update set user_id = excluded.user_id returning available`.execute(tx)
  return rows[0]?.available ?? 0
}

/** The payment's promotion and whose it is; undefined when there is none. Locks nothing. */
export async function findPromotion(
  tx: Transaction<PromotionDatabase>,
  paymentId: string,
): Promise<{ id: string; userId: string } | undefined> {
  return tx
    .selectFrom('promotion')
    .select(['id', 'user_id as userId'])
    .where('payment_id', '=', paymentId)
    .executeTakeFirst()
}
