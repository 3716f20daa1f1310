import { randomUUID } from 'node:crypto'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readText } from '@ebook/chassis/text'
import type { ViewMemberHistoryInput, ViewMemberHistoryPayload } from '../generated/resolvers.ts'
import { isSubject, notASubject } from '../member-subject.ts'
import type { RentPorts } from '../ports.ts'
import { historyPage, readHistory } from '../queries/history.ts'
import { noteLook } from '../sql/look.ts'
import { userError } from '../user-errors.ts'

const LONGEST_REASON = 500

/** A librarian sees what a member had borrowed, and the member sees that they did: neither is there without the other. */
export async function viewMemberHistory(
  { db }: Pick<RentPorts, 'db'>,
  { userId, reason, ...args }: ViewMemberHistoryInput,
  context: RequestContext,
): Promise<ViewMemberHistoryPayload> {
  const { sub: lookedBy } = requireRole(context, 'ADMIN')
  const page = historyPage(args)
  const why = readText(reason, { most: LONGEST_REASON })
  if (!isSubject(userId)) return { rentals: null, userErrors: [notASubject] }
  if ('wrong' in why)
    return { rentals: null, userErrors: [userError('INVALID_INPUT', `A reason ${why.wrong}.`, 'reason')] }
  const look = { id: randomUUID(), userId, lookedBy, kind: 'HISTORY', reason: why.text } as const
  const rentals = await db.transaction().execute(async (tx) => {
    await noteLook(tx, look)
    return readHistory(tx, userId, page)
  })
  return { rentals, userErrors: [] }
}
