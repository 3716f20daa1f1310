import type { Transaction } from 'kysely'
import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import type { MessagingTables } from '@ebook/nats/tables'
import type { BookDatabase } from '../database.ts'
import { forgetMembers, keepErasures } from '../sql/erasure.ts'
import { blockMembers, limitMembers } from '../sql/member.ts'

const Expected = z.object({ pseudonym: z.string() })

/**
 * Who was a member is forgotten here too (M8): their places by a timer, because this may be one of many events of one
 * transaction, which has locked the titles that the others need, and no more. The rest at once: who comes again under the
 * name is another one, and what is said of them from then on holds.
 */
export const whenMemberErased = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.MemberErased.v1', Expected, async (unit, event) => {
    const { id, subject, correlationid, data } = event
    const userId = Buffer.from(subject, 'base64url').toString()
    unit.write(keepErasures, { user_id: userId, event_id: id })
    // What was heard of them only after it was redacted stands under the pseudonym.
    const names = [userId, data.pseudonym]
    const isTheirs = (said: { readonly userId: string }) => names.includes(said.userId)
    unit.takeBack(blockMembers, isTheirs)
    unit.takeBack(limitMembers, isTheirs)
    await forgetMembers(unit.tx, names)
    const tx = unit.tx as unknown as Transaction<MessagingTables>
    await redactMessages(tx, correlationid, { instead: { userId: data.pseudonym, reason: '' }, without: ['message'] })
  })
