import { z } from 'zod'
import type { Viewer } from '@ebook/chassis/identity'
import { connectionOf, pageOf } from '@ebook/chassis/relay-connection'
import type { Told } from '../facts.ts'
import type { Notice, NoticeConnection, QueryMyNoticesArgs } from '../generated/resolvers.ts'
import type { NoticePorts } from '../ports.ts'
import { inboxOf, unreadIn } from '../sql/inbox.ts'
import { readPreferences } from '../sql/preferences.ts'
import { linkOf } from '../words/link.ts'
import { tell } from '../words/tell.ts'

const Key = z.tuple([z.string().regex(/^[1-9]\d{0,17}$/)])

/** Newest first, in the words of the language that is asked for. Throws BAD_USER_INPUT for a page that cannot be. */
export async function readNotices(
  { db, settings }: Pick<NoticePorts, 'db' | 'settings'>,
  viewer: Viewer,
  args: QueryMyNoticesArgs,
): Promise<NoticeConnection> {
  const page = pageOf(args, Key)
  const inbox = inboxOf(db, viewer)
  const listed = args.unreadOnly ? inbox.where('read_at', 'is', null) : inbox
  const newest = listed
    .select(['seq', 'id', 'kind', 'facts', 'at as time', 'read_at as readAt'])
    .orderBy('seq', 'desc')
    .limit(page.first + 1)
  const [preferences, rows, { total }, unreadCount] = await Promise.all([
    readPreferences(db, viewer.sub, settings),
    (page.after ? newest.where('seq', '<', page.after[0]) : newest).execute(),
    listed.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
    unreadIn(inbox),
  ])
  const listener = { locale: args.locale ?? preferences.locale, timeZone: preferences.timeZone }
  const nodes = rows.map(({ kind, facts, ...row }): Notice & { seq: string } => {
    const told = { kind, facts } as Told
    return { ...row, kind, ...tell(told, listener, settings.codeOf), link: linkOf(kind) }
  })
  return { ...connectionOf<Notice & { seq: string }>(nodes, page, ({ seq }) => [seq], Number(total)), unreadCount }
}
