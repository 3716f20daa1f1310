import { sql, type Kysely, type Transaction } from 'kysely'
import type { DeliveryStatus, NoticeDatabase } from '../database.ts'
import type { Kind, Told } from '../facts.ts'
import type { Due, Item } from '../judge.ts'
import { defaultPreferences, type Preferences } from '../member.ts'
import type { NoticeSettings } from '../ports.ts'
import type { Recipient } from '../senders/sender.ts'
import type { Known } from '../still-so.ts'

/** The messages that are due, locked; those that others have locked are left to them. With the owner's clock. */
export async function findDue(
  tx: Transaction<NoticeDatabase>,
  limit: number,
  settings: Pick<NoticeSettings, 'locale' | 'timeZone' | 'staffEmail'>,
): Promise<{ readonly now: Date; readonly due: readonly Due[] }> {
  const { rows } = await sql<DueRow>`
    with due as (
      select id, user_id, channel, device_id, status, attempts, first_sent_at, due_at from delivery
      where status in ('PENDING', 'SENDING') and due_at <= now() order by due_at limit ${limit} for update skip locked
    )
    select now() as now, due.id, due.user_id as "userId", due.channel, due.status, due.attempts,
      due.first_sent_at as "firstSentAt",
      (select jsonb_agg(jsonb_build_object('kind', kind, 'facts', facts, 'staleAt', stale_at, 'known', jsonb_build_object(
          'rental', (select jsonb_build_object('paid', paid, 'ended', ended, 'dueAt', due_at,
              'takenBack', taken_back, 'actionAttempt', action_attempt, 'declinedAttempt', declined_attempt,
              'actionUntil', action_until)
            from rental where id = rental_id),
          'hold', (select jsonb_build_object('state', state, 'readyUntil', ready_until) from hold where id = hold_id),
          'block', (select jsonb_build_object('lifted', lifted) from block where id = block_id))
        ) order by seq)
        from delivery_item join notice on notice.id = notice_id where delivery_id = due.id) as items,
      (select jsonb_build_object('locale', locale, 'timeZone', time_zone, 'quietFrom', quiet_from, 'quietTo', quiet_to,
          'digest', digest, 'discreet', discreet, 'channels', channels)
        from member where member.user_id = due.user_id) as preferences,
      coalesce(
        (select address from contact_check join delivery_item on delivery_id = due.id
          join notice on notice.id = notice_id
          where kind = 'CONTACT_CODE' and contact_check.id = (facts ->> 'checkId')::uuid),
        (select address from contact where contact.user_id = due.user_id and contact.channel = due.channel)) as address,
      (select jsonb_build_object('endpoint', endpoint, 'p256dh', p256dh, 'auth', auth)
        from push_device where push_device.id = due.device_id) as device
    from (values (1)) as always left join due on true order by due.due_at`.execute(tx)
  const [first] = rows
  if (first === undefined) throw new Error('a left join of one row gave none')
  return { now: first.now, due: rows.flatMap((row) => (row.id === null ? [] : [dueOf(row, settings)])) }
}

interface FoundRow extends Pick<Due, 'id' | 'userId' | 'channel' | 'status' | 'attempts' | 'firstSentAt'> {
  readonly now: Date
  readonly items: readonly StoredItem[] | null
  readonly preferences: Preferences | null
  readonly address: string | null
  readonly device: { readonly endpoint: string; readonly p256dh: string; readonly auth: string } | null
}
type DueRow = FoundRow | { readonly now: Date; readonly id: null }

interface StoredItem {
  readonly kind: Kind
  readonly facts: object
  readonly staleAt: string
  readonly known: Known
}

function dueOf(row: FoundRow, settings: Pick<NoticeSettings, 'locale' | 'timeZone' | 'staffEmail'>): Due {
  const { now: _, address, device, items, preferences, ...due } = row
  return {
    ...due,
    items: (items ?? []).map(itemOf),
    preferences: preferences ?? defaultPreferences(settings.locale, settings.timeZone),
    to: recipientOf(row, settings.staffEmail),
  }
}

const itemOf = ({ kind, facts, staleAt, known }: StoredItem): Item => ({
  told: { kind, facts } as Told,
  staleAt: new Date(staleAt),
  known,
})

function recipientOf({ userId, channel, address, device }: FoundRow, staff: readonly string[]): Recipient | undefined {
  if (channel === 'PUSH') return device === null ? undefined : { channel, ...device }
  if (channel === 'EMAIL' && userId === null) return staff.length === 0 ? undefined : { channel, addresses: staff }
  if (address === null) return undefined
  return channel === 'EMAIL' ? { channel, addresses: [address] } : { channel, phone: address }
}

/** What becomes of a message that was claimed. */
export interface Turn {
  readonly id: string
  readonly status: DeliveryStatus
  readonly reason: string | null
  /** In how many milliseconds it is looked at again. */
  readonly inMs: number
  /** Whether this begins an attempt to send it. */
  readonly begins: boolean
}

export async function turn(tx: Transaction<NoticeDatabase>, turns: readonly Turn[]): Promise<void> {
  if (turns.length === 0) return
  await sql`
    update delivery set status = given.status, reason = given.reason, changed_at = now(),
      due_at = now() + given.in_ms * interval '1 ms',
      attempts = delivery.attempts + case when given.begins then 1 else 0 end,
      first_sent_at = coalesce(delivery.first_sent_at, case when given.begins then now() end)
    from json_to_recordset(${JSON.stringify(turns.map(({ inMs, ...one }) => ({ ...one, in_ms: inMs })))}::json)
      as given (id uuid, status text, reason text, in_ms float8, begins boolean)
    where delivery.id = given.id`.execute(tx)
}

/** What came of an attempt. Whoever was given up meanwhile changes nothing any more: another attempt is under way. */
export interface Result {
  readonly id: string
  readonly attempts: number
  readonly status: Exclude<DeliveryStatus, 'SENDING' | 'SKIPPED'>
  readonly reason: string | null
  readonly providerId: string | null
  readonly inMs: number
  /** It was certainly not sent, so the time in which it may be repeated begins anew. */
  readonly notSent: boolean
}

export async function settle(db: Kysely<NoticeDatabase>, result: Result): Promise<void> {
  const { id, attempts, status, reason, providerId, inMs, notSent } = result
  await db
    .updateTable('delivery')
    .set({
      status,
      reason,
      provider_id: providerId,
      due_at: sql`now() + ${inMs} * interval '1 ms'`,
      changed_at: sql`now()`,
      ...(notSent && { first_sent_at: null }),
    })
    .where('id', '=', id)
    .where('status', '=', 'SENDING')
    .where('attempts', '=', attempts)
    .execute()
}

/** In how many milliseconds the next message is due; undefined when none waits. */
export async function nextDueInMs(db: Kysely<NoticeDatabase>): Promise<number | undefined> {
  const { rows } = await sql<{ inMs: number | null }>`
    select extract(epoch from min(due_at) - now())::float8 * 1000 as "inMs" from delivery
    where status in ('PENDING', 'SENDING')`.execute(db)
  return rows[0]?.inMs ?? undefined
}

/** No message will ever reach it. */
export async function forgetDevice(db: Kysely<NoticeDatabase>, endpoint: string): Promise<void> {
  await db.deleteFrom('push_device').where('endpoint', '=', endpoint).execute()
}
