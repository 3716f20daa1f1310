import { sql, type Kysely, type Transaction } from 'kysely'
import type { ContactChannel, NoticeDatabase } from '../database.ts'

export interface Check {
  readonly id: string
  readonly userId: string
  readonly channel: ContactChannel
  readonly address: string
}

/** Who asks many times at once is counted one by one: locks for the person, then for the address. */
export async function lockChecks(tx: Transaction<NoticeDatabase>, { userId, address }: Check): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 7233002)) from unnest(array[${userId}, ${address}]::text[])
    with ordinality as locked(key, n) order by n`.execute(tx)
}

/** How many codes somebody asked for, and how many went to an address, whoever asked, within an hour. */
export async function checksWithinAnHour(
  tx: Transaction<NoticeDatabase>,
  { userId, address }: Check,
): Promise<{ readonly now: Date; readonly most: number }> {
  const { rows } = await sql<{ now: Date; most: number }>`
    select now() as now, greatest(
      (select count(*) from contact_check where user_id = ${userId} and made_at > now() - interval '1 hour'),
      (select count(*) from contact_check where address = ${address} and made_at > now() - interval '1 hour')
    )::int as most`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('a count gave no row')
  return row
}

/** One code at a time is good. */
export async function makeCheck(
  tx: Transaction<NoticeDatabase>,
  { id, userId, channel, address }: Check,
): Promise<void> {
  await tx
    .updateTable('contact_check')
    .set({ over: true })
    .where('user_id', '=', userId)
    .where('channel', '=', channel)
    .where('over', '=', false)
    .execute()
  await tx.insertInto('contact_check').values({ id, user_id: userId, channel, address }).execute()
}

export interface OpenCheck {
  readonly id: string
  readonly address: string
  readonly wrongTries: number
  readonly isInTime: boolean
}

/** The check that a code may be given for, locked: tries are counted one by one. */
export async function openCheck(
  tx: Transaction<NoticeDatabase>,
  userId: string,
  channel: ContactChannel,
  goodForMs: number,
): Promise<OpenCheck | undefined> {
  const { rows } = await sql<OpenCheck>`
    select id, address, wrong_tries as "wrongTries", made_at > now() - ${goodForMs} * interval '1 ms' as "isInTime"
    from contact_check where user_id = ${userId} and channel = ${channel} and not over
    order by made_at desc limit 1 for update`.execute(tx)
  return rows[0]
}

export async function countWrongTry(tx: Transaction<NoticeDatabase>, id: string): Promise<void> {
  await tx
    .updateTable('contact_check')
    .set({ wrong_tries: sql`wrong_tries + 1` })
    .where('id', '=', id)
    .execute()
}

/** The address is the member's from now on. */
export async function keepContact(tx: Transaction<NoticeDatabase>, check: Check): Promise<void> {
  const { id, userId, channel, address } = check
  await tx.updateTable('contact_check').set({ over: true }).where('id', '=', id).execute()
  await tx
    .insertInto('contact')
    .values({ user_id: userId, channel, address })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'channel']).doUpdateSet({ address, verified_at: sql`now()`, claimed: false }),
    )
    .execute()
}

/** What somebody takes away does not come back with their next token. */
export async function forgetContact(
  db: Kysely<NoticeDatabase>,
  userId: string,
  channel: ContactChannel,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (channel === 'EMAIL')
      await tx
        .insertInto('claim_declined')
        .values({ user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    await tx.deleteFrom('contact').where('user_id', '=', userId).where('channel', '=', channel).execute()
    await tx.deleteFrom('contact_check').where('user_id', '=', userId).where('channel', '=', channel).execute()
  })
}

/** The address that somebody's issuer has verified is theirs, until they say another or none. */
export async function keepClaim(db: Kysely<NoticeDatabase>, userId: string, address: string): Promise<void> {
  await sql`
    insert into contact (user_id, channel, address, claimed)
    select ${userId}, 'EMAIL', ${address}, true
    where not exists (select from claim_declined where user_id = ${userId})
    on conflict (user_id, channel) do update set address = excluded.address, verified_at = now()
    where contact.claimed and contact.address <> excluded.address`.execute(db)
}
