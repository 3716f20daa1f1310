import { sql } from 'kysely'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from '../database.ts'
import { keepNotices } from './notices.ts'

type Unit = UnitOfWork<NoticeDatabase>

const columnOf = { rentalId: 'notice.rental_id', holdId: 'notice.hold_id' } as const

/**
 * What was told of a rental, or of a hold, and that it was sent: gone, also what the same batch has to tell and has not
 * written yet. A message that told of others too tells of them alone.
 */
export async function forgetNotices(unit: Unit, of: keyof typeof columnOf, id: string): Promise<void> {
  unit.takeBack(keepNotices, ({ about }) => about[of] === id)
  const { tx } = unit
  const isOfIt = sql`${sql.ref(columnOf[of])} = ${id}`
  const { rows } = await sql<{ delivery_id: string }>`
    delete from delivery_item using notice
    where notice_id = notice.id and ${isOfIt} returning delivery_id`.execute(tx)
  const deliveries = rows.map(({ delivery_id }) => delivery_id)
  await sql`
    delete from delivery where id = any(${deliveries}::uuid[])
      and not exists (select from delivery_item where delivery_id = delivery.id)`.execute(tx)
  await sql`delete from notice where ${isOfIt}`.execute(tx)
}

/** Everything about a member as such: addresses, browsers, wishes, and all notices, also those that are not written yet. */
export async function forgetMember(unit: Unit, userId: string): Promise<void> {
  unit.takeBack(keepNotices, (notice) => notice.userId === userId)
  const { tx } = unit
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
