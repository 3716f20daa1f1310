import type { Transaction } from 'kysely'
import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import type { MessagingTables } from '@ebook/nats/tables'
import type { NoticeDatabase } from '../database.ts'
import { forgetMember } from '../sql/forget.ts'
import { keepNotices } from '../sql/notices.ts'

const expected = z.object({ pseudonym: z.string() })

/** How an erased member was reached, and what they were told, is gone (M8). */
export const whenMemberErased = on<NoticeDatabase, typeof expected>(
  'ebook.rent.MemberErased.v1',
  expected,
  async (unit, { subject, correlationid, data: { pseudonym } }) => {
    const userId = Buffer.from(subject, 'base64url').toString()
    // Of the same batch, and not written yet.
    unit.takeBack(keepNotices, (notice) => notice.userId === userId || notice.userId === pseudonym)
    await forgetMember(unit.tx, userId)
    // What was heard of them only after it was redacted stands under the pseudonym.
    await forgetMember(unit.tx, pseudonym)
    const tx = unit.tx as unknown as Transaction<MessagingTables>
    await redactMessages(tx, correlationid, { instead: { userId: pseudonym, reason: '' }, without: ['message'] })
  },
)
