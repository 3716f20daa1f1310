import { sql, type Transaction } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { rowsAs, storeWrite } from '@ebook/nats/store-write'
import type { NoticeDatabase } from '../database.ts'
import type { Member } from '../member.ts'
import type { Rental } from '../rental.ts'

/** Nobody else hears of these rentals until the transaction ends: of one that is new there is no row to be locked. */
export async function lockRentals(tx: Transaction<NoticeDatabase>, ids: readonly string[]): Promise<void> {
  const keys = ids.toSorted()
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 7233004)) from unnest(${keys}::text[]) as key`.execute(
    tx,
  )
}

/** Rentals by their ids, locked, in the order of their ids; with the owner's clock (G6). */
export async function loadRentals(
  tx: Transaction<NoticeDatabase>,
  ids: readonly string[],
): Promise<{ readonly now: Date; readonly rentals: readonly Rental[] }> {
  const { rows } = await sql<{ now: Date } & (Rental | { id: null })>`
    with locked as (
      select id, user_id as "userId", title, pay_until as "payUntil", decide_by as "decideBy", paid, decided,
        due_at as "dueAt", ended, remind_at as "remindAt", taken_back as "takenBack",
        action_attempt as "actionAttempt", action_until as "actionUntil", declined_attempt as "declinedAttempt", early
      from rental where id = any(${ids}::uuid[]) order by id for update
    )
    select now() as now, locked.* from (values (1)) as always left join locked on true`.execute(tx)
  const [first] = rows
  if (first === undefined) throw new Error('a left join of one row gave none')
  return { now: first.now, rentals: rows.flatMap(({ now, ...row }) => (row.id === null ? [] : [row])) }
}

/** Those who have chosen something, or have an address, by their ids: of others there is nothing to know. */
export async function loadMembers(
  tx: Transaction<NoticeDatabase>,
  rentalIds: readonly string[],
  userIds: readonly string[],
): Promise<ReadonlyMap<string, KnownMember>> {
  const { rows } = await sql<KnownMember & { readonly userId: string }>`
    with concerned as (
      select user_id from rental where id = any(${rentalIds}::uuid[]) and user_id is not null
      union select unnest(${userIds}::text[])
    ), known as (
      select user_id,
        (select jsonb_object_agg(channel, address) from contact where contact.user_id = concerned.user_id) as contacts,
        (select jsonb_agg(id) from push_device where push_device.user_id = concerned.user_id) as devices
      from concerned
    )
    select known.user_id as "userId", coalesce(contacts, '{}') as contacts, coalesce(devices, '[]') as devices,
      locale, time_zone as "timeZone", quiet_from as "quietFrom", quiet_to as "quietTo", digest, discreet, channels
    from known left join member using (user_id)
    where contacts is not null or devices is not null or locale is not null`.execute(tx)
  return new Map(rows.map(({ userId, ...known }) => [userId, known]))
}

/** Preferences are null where nobody chose. */
export type KnownMember = Pick<Member, 'contacts' | 'devices'> & {
  readonly [Field in Exclude<keyof Member, 'contacts' | 'devices'>]: Member[Field] | null
}

/** Writes rentals with what has been heard of them, which were locked when they were loaded. */
export const keepRentals = storeWrite('notice/keep-rentals', (rentals: readonly Rental[]) => {
  const rows = rentals.map((rental) => rowOf(rental))
  return sql`
    insert into rental (
      id, user_id, title, pay_until, decide_by, paid, decided, due_at, ended, remind_at, taken_back,
      action_attempt, action_until, declined_attempt, early)
    select id, user_id, title, pay_until, decide_by, paid, decided, due_at, ended, remind_at, taken_back,
      action_attempt, action_until, declined_attempt, early
    from ${rowsAs('given', 'rental', rows)}
    on conflict (id) do update set
      user_id = excluded.user_id, title = excluded.title, pay_until = excluded.pay_until, decide_by = excluded.decide_by,
      paid = excluded.paid, decided = excluded.decided, due_at = excluded.due_at, ended = excluded.ended,
      remind_at = excluded.remind_at, taken_back = excluded.taken_back, action_attempt = excluded.action_attempt,
      action_until = excluded.action_until, declined_attempt = excluded.declined_attempt, early = excluded.early`
})
