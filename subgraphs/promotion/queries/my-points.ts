import type { Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type PageArguments } from '@ebook/chassis/relay-connection'
import type { PromotionDatabase } from '../database.ts'
import type { PointAccount, PointEntry, PointEntryConnection } from '../generated/resolvers.ts'

/** Whether there is such a member is rent's to say. */
export interface MemberReference {
  readonly id: string
}

/** A member's account; its entries are read when they are asked for. */
export type Account = Omit<PointAccount, 'entries'> & { readonly userId: string }

/** A member who has never earned any has an empty one. */
export async function readAccount(db: Kysely<PromotionDatabase>, userId: string): Promise<Account> {
  const account = await db
    .selectFrom('point_account')
    .select(['available', 'pending', 'lifetime'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const { available, ...more } = account ?? { available: 0, pending: 0, lifetime: 0 }
  return { ...more, userId, available, debt: Math.max(-available, 0) }
}

const Key = z.tuple([z.string().regex(/^[1-9]\d{0,17}$/)])

/** Newest first. Throws BAD_USER_INPUT for a page that cannot be. */
export async function readEntries(
  db: Kysely<PromotionDatabase>,
  userId: string,
  args: PageArguments,
): Promise<PointEntryConnection> {
  const page = pageOf(args, Key)
  const mine = db.selectFrom('point_entry').where('user_id', '=', userId)
  const newest = mine
    .select(['id', 'kind', 'points', 'rental_id as rentalId', 'at as time'])
    .orderBy('id', 'desc')
    .limit(page.first + 1)
  const [rows, { total }] = await Promise.all([
    (page.after ? newest.where('id', '<', page.after[0]) : newest).execute(),
    mine.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
  ])
  return connectionOf<PointEntry>(rows, page, ({ id }) => [id], Number(total))
}
