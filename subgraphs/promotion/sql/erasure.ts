import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { PromotionDatabase } from '../database.ts'

/** What could be spent of an account ends, with a line that says so, and the account is a pseudonym's. It is locked. */
export async function endAccount(tx: Transaction<PromotionDatabase>, userId: string, pseudonym: string): Promise<void> {
  await sql`
    insert into point_account (user_id, available, pending, lifetime)
    select ${pseudonym}, available, pending, lifetime from point_account where user_id = ${userId}`.execute(tx)
  await sql`update point_entry set user_id = ${pseudonym} where user_id = ${userId}`.execute(tx)
  await sql`update point_lot set user_id = ${pseudonym}, left_points = 0 where user_id = ${userId}`.execute(tx)
  await sql`
    insert into point_entry (user_id, payment_id, rental_id, kind, n, points)
    select user_id, ${randomUUID()}, ${randomUUID()}, 'SPEND', 1, -available from point_account
    where user_id = ${pseudonym} and available > 0`.execute(tx)
  await sql`update point_account set available = least(available, 0) where user_id = ${pseudonym}`.execute(tx)
  await sql`delete from point_account where user_id = ${userId}`.execute(tx)
  await dropUnused(tx, [pseudonym])
}

/** Accounts in which nothing ever was; one is made for whoever asks, also for a member who was erased before. */
export async function dropUnused(tx: Transaction<PromotionDatabase>, userIds: readonly string[]): Promise<void> {
  await sql`
    delete from point_account
    where user_id = any(${userIds}::text[]) and available = 0 and pending = 0 and lifetime = 0
      and not exists (select from point_entry where point_entry.user_id = point_account.user_id)
      and not exists (select from point_lot where point_lot.user_id = point_account.user_id)`.execute(tx)
}
