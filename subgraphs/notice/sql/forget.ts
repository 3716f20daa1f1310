import { sql, type Transaction } from 'kysely'
import type { NoticeDatabase } from '../database.ts'

/** What was told of a rental, or of a hold, and that it was sent: gone. A message that told of others too tells of them alone. */
export async function forgetNotices(
  tx: Transaction<NoticeDatabase>,
  about: 'rental_id' | 'hold_id',
  id: string,
): Promise<void> {
  const isOfIt = sql`${sql.ref(`notice.${about}`)} = ${id}`
  const { rows } = await sql<{ delivery_id: string }>`
    delete from delivery_item using notice
    where notice_id = notice.id and ${isOfIt} returning delivery_id`.execute(tx)
  const deliveries = rows.map(({ delivery_id }) => delivery_id)
  await sql`
    delete from delivery where id = any(${deliveries}::uuid[])
      and not exists (select from delivery_item where delivery_id = delivery.id)`.execute(tx)
  await sql`delete from notice where ${isOfIt}`.execute(tx)
}

/** Everything about a member as such: addresses, browsers, wishes, and all notices. */
export async function forgetMember(tx: Transaction<NoticeDatabase>, userId: string): Promise<void> {
  await sql`
    delete from delivery_item using notice where notice_id = notice.id and notice.user_id = ${userId}`.execute(tx)
  for (const table of [
    'delivery',
    'notice',
    'push_device',
    'contact_check',
    'contact',
    'claim_declined',
    'member',
  ] as const)
    await tx.deleteFrom(table).where('user_id', '=', userId).execute()
}
