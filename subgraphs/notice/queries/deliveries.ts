import { sql, type ExpressionBuilder, type Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf } from '@ebook/chassis/relay-connection'
import type { NoticeDatabase } from '../database.ts'
import type { Kind } from '../facts.ts'
import type { NoticeDelivery, NoticeDeliveryConnection, QueryNoticeDeliveriesArgs } from '../generated/resolvers.ts'

const Key = z.tuple([z.string().regex(/^[1-9]\d{0,17}$/)])

const described = (db: Kysely<NoticeDatabase>) =>
  db
    .selectFrom('delivery')
    .select(['seq', 'id', 'user_id as userId', 'channel', 'status', 'reason', 'attempts', 'changed_at as changedAt'])
    .select(
      sql<Kind[]>`array(select kind from delivery_item join notice on notice.id = notice_id
        where delivery_id = delivery.id order by notice.seq)`.as('kinds'),
    )

/** Newest first. What a message says is its reader's alone: a librarian sees of what kind it is, and what became of it. */
export async function readDeliveries(
  db: Kysely<NoticeDatabase>,
  args: QueryNoticeDeliveriesArgs & { readonly userId?: string },
): Promise<NoticeDeliveryConnection> {
  const page = pageOf(args, Key)
  const { status, userId } = args
  const isListed = (eb: ExpressionBuilder<NoticeDatabase, 'delivery'>) =>
    eb.and([
      ...(status == null ? [] : [eb('status', '=', status)]),
      ...(userId === undefined ? [] : [eb('user_id', '=', userId)]),
    ])
  const newest = described(db)
    .where(isListed)
    .orderBy('seq', 'desc')
    .limit(page.first + 1)
  const counted = db
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<string>().as('total'))
    .where(isListed)
  const [rows, { total }] = await Promise.all([
    (page.after ? newest.where('seq', '<', page.after[0]) : newest).execute(),
    counted.executeTakeFirstOrThrow(),
  ])
  return connectionOf<NoticeDelivery & { seq: string }>(rows, page, ({ seq }) => [seq], Number(total))
}

export const readDelivery = (db: Kysely<NoticeDatabase>, id: string): Promise<NoticeDelivery | undefined> =>
  described(db).where('id', '=', id).executeTakeFirst()
