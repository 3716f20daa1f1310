import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import type { Viewer } from '@ebook/chassis/identity'
import type { NoticeDatabase } from '../database.ts'

type Inbox = SelectQueryBuilder<NoticeDatabase, 'notice', object>

/** What stands on somebody's page: their own, and for a librarian what the staff is told. */
export function inboxOf(db: Kysely<NoticeDatabase>, { sub, roles }: Pick<Viewer, 'sub' | 'roles'>): Inbox {
  const onPage = db.selectFrom('notice').where('on_page', '=', sql.lit(true))
  return roles.includes('ADMIN')
    ? onPage.where((eb) => eb.or([eb('user_id', '=', sub), eb('user_id', 'is', null)]))
    : onPage.where('user_id', '=', sub)
}

export async function unreadIn(inbox: Inbox): Promise<number> {
  const { unread } = await inbox
    .where('read_at', 'is', null)
    .select((eb) => eb.fn.countAll<string>().as('unread'))
    .executeTakeFirstOrThrow()
  return Number(unread)
}

/** Marks what stands on somebody's page, of these or of all. Returns how many were not marked before. */
export async function markRead(
  db: Kysely<NoticeDatabase>,
  viewer: Pick<Viewer, 'sub' | 'roles'>,
  ids: readonly string[] | undefined,
): Promise<number> {
  const inbox = inboxOf(db, viewer).select('notice.id').where('read_at', 'is', null)
  const marked = await db
    .updateTable('notice')
    .set({ read_at: sql`now()` })
    .where('id', 'in', ids === undefined ? inbox : inbox.where('notice.id', '=', sql<string>`any(${ids}::uuid[])`))
    .executeTakeFirst()
  return Number(marked.numUpdatedRows)
}
