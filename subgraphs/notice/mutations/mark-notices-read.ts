import { z } from 'zod'
import type { Viewer } from '@ebook/chassis/identity'
import type { MarkNoticesReadInput, MarkNoticesReadPayload } from '../generated/resolvers.ts'
import type { NoticePorts } from '../ports.ts'
import { inboxOf, markRead, unreadIn } from '../sql/inbox.ts'
import { userError } from '../user-errors.ts'

const MOST_AT_ONCE = 100
const Id = z.uuid().toLowerCase()

export async function markNoticesRead(
  { db }: Pick<NoticePorts, 'db'>,
  viewer: Viewer,
  { ids }: MarkNoticesReadInput,
): Promise<MarkNoticesReadPayload> {
  const unreadCount = () => unreadIn(inboxOf(db, viewer))
  if (ids != null && ids.length > MOST_AT_ONCE) {
    const why = `At most ${MOST_AT_ONCE} notices can be marked at once.`
    return { marked: 0, unreadCount: await unreadCount(), userErrors: [userError('INVALID_INPUT', why, 'ids')] }
  }
  // What is no id is nobody's notice.
  const known = ids?.flatMap((id) => Id.safeParse(id).data ?? [])
  const marked = await markRead(db, viewer, known)
  return { marked, unreadCount: await unreadCount(), userErrors: [] }
}
