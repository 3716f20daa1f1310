import type { Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type PageArguments } from '@ebook/chassis/relay-connection'
import type { PromotionDatabase } from '../database.ts'
import type { PointAccount, PointEntry, PointEntryConnection } from '../generated/resolvers.ts'

const unread = connectionOf<PointEntry>([], { first: 1, after: undefined }, ({ id }) => [id], 0)

/**
 * A member's account; a member who has never earned any has an empty one. Its entries are left empty here: the field's
 * own resolver reads them when they are asked for.
 */
export async function readAccount(db: Kysely<PromotionDatabase>, userId: string): Promise<PointAccount> {
  const account = await db
    .selectFrom('point_account')
    .select(['available', 'pending', 'lifetime'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const { available, ...more } = account ?? { available: 0, pending: 0, lifetime: 0 }
  return { ...more, available, debt: Math.max(-available, 0), entries: unread }
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
