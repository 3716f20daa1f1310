import { sql, type Kysely, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'
import { MAY_BOUNCE_FOR_MS } from '../rental/anonymity.ts'

const MS = sql`interval '1 millisecond'`

/** Rentals of which it is time to forget whose they were, by the owner's clock (G6); those closed the longest ago first. */
export const findToAnonymise = storeOperation(
  'rent/find-to-anonymise',
  async (db: Kysely<RentDatabase>, retentionMs: number, limit: number): Promise<readonly string[]> => {
    const { rows } = await sql<{ id: string }>`
    select id from (
      select id, user_id, coalesce(returned_date, expired_date, canceled_date) as closed,
        case when status = 'CANCELED' or refund_state is not null or (charged_amount <> 0 and payback is null)
          then greatest(${retentionMs}::float8, ${MAY_BOUNCE_FOR_MS}) else ${retentionMs} end as needed_ms
      from rental
      where status in ('RETURNED', 'EXPIRED', 'CANCELED') and user_id not like 'anon:%'
        and coalesce(returned_date, expired_date, canceled_date) <= now() - ${retentionMs} * ${MS}
        and (refund_state is null or refund_state = 'DONE')
    ) as over
    where closed <= now() - needed_ms * ${MS}
      and not exists (select from member where member.user_id = over.user_id and keeps_history)
      and (select max(at) from history where aggregate_type = 'Rental' and aggregate_id = over.id::text)
        <= now() - needed_ms * ${MS}
    order by closed limit ${limit}`.execute(db)
    return rows.map(({ id }) => id)
  },
)

/** For how long nothing has happened to a rental, and whether its member keeps their history. */
export const readQuiet = storeOperation(
  'rent/read-quiet',
  async (
    tx: Transaction<RentDatabase>,
    rentalId: string,
  ): Promise<{ readonly quietForMs: number; readonly keepsHistory: boolean }> => {
    const { rows } = await sql<{ quietForMs: number; keepsHistory: boolean }>`
    select extract(epoch from now() - (
        select max(at) from history where aggregate_type = 'Rental' and aggregate_id = ${rentalId}
      ))::float8 * 1000 as "quietForMs",
      exists (
        select from rental join member using (user_id) where rental.id = ${rentalId} and keeps_history
      ) as "keepsHistory"`.execute(tx)
    const [row] = rows
    if (!row) throw new Error('a select of one row gave none')
    return row
  },
)

/** Under which keys a member asked for a rental. */
export const forgetKeys = storeOperation(
  'rent/forget-keys',
  async (tx: Transaction<RentDatabase>, userId: string, rentalId: string): Promise<void> => {
    await sql`delete from idempotency_key where user_id = ${userId} and rental_id = ${rentalId}`.execute(tx)
  },
)

/** Turns that were missed so long ago that they count for nothing. */
export const forgetMissedTurns = storeOperation(
  'rent/forget-missed-turns',
  async (db: Kysely<RentDatabase>, withinMs: number): Promise<void> => {
    await sql`delete from missed_turn where at <= now() - ${withinMs} * ${MS}`.execute(db)
  },
)
