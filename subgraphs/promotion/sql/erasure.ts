import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { PromotionDatabase } from '../database.ts'

/**
 * What could be spent of an account ends, with a line that says so, and is a pseudonym's. What is of payments that are still
 * known as theirs stays: of who has come again under the name since, or of a rental that is forgotten next. It is locked.
 */
export const endAccount = storeOperation(
  'promotion/end-account',
  async (tx: Transaction<PromotionDatabase>, userId: string, pseudonym: string): Promise<void> => {
    const isTheirs = sql`payment_id in (
      select payment_id from promotion where user_id = ${userId}
      union select payment_id from spend where user_id = ${userId})`
    await sql`insert into point_account (user_id) values (${pseudonym})`.execute(tx)
    await sql`
      update point_entry set user_id = ${pseudonym} where user_id = ${userId} and not (${isTheirs})`.execute(tx)
    await sql`
      insert into point_entry (user_id, payment_id, rental_id, kind, n, points)
      select user_id, ${randomUUID()}, ${randomUUID()}, 'SPEND', 1, -sum(points) from point_entry
      where user_id = ${pseudonym} group by user_id having sum(points) > 0`.execute(tx)
    await sql`update point_lot set user_id = ${pseudonym}, left_points = 0 where user_id = ${userId}`.execute(tx)
    await sql`
      update point_account set pending = held.pending, available = held.points - held.pending, lifetime = held.lifetime
      from (
        select account.user_id, coalesce(sum(points), 0)::int as points,
          greatest(0, coalesce(sum(points) filter (where kind not in ('SPEND', 'RETURN')), 0))::int as lifetime,
          (select coalesce(sum(promotion.points), 0)::int from promotion
            where promotion.user_id = account.user_id and status = 'GRANTED' and not loan_started
              and spendable_from = 'APPROVED') as pending
        from point_account account left join point_entry using (user_id)
        where account.user_id in (${userId}, ${pseudonym}) group by account.user_id
      ) held where held.user_id = point_account.user_id`.execute(tx)
    await sql`
      insert into point_lot (user_id, earned_date, points, left_points)
      select user_id, now(), available, available from point_account
      where user_id = ${userId} and available > 0`.execute(tx)
    await dropUnused(tx, [userId, pseudonym])
  },
)

/** Accounts in which nothing ever was; one is made for whoever asks, also for a member who was erased before. */
export const dropUnused = storeOperation(
  'promotion/drop-unused',
  async (tx: Transaction<PromotionDatabase>, userIds: readonly string[]): Promise<void> => {
    await sql`
    delete from point_account
    where user_id = any(${userIds}::text[]) and available = 0 and pending = 0 and lifetime = 0
      and not exists (select from point_entry where point_entry.user_id = point_account.user_id)
      and not exists (select from point_lot where point_lot.user_id = point_account.user_id)`.execute(tx)
  },
)
