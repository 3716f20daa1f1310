import type { Transaction } from 'kysely'
import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import type { MessagingTables } from '@ebook/nats/tables'
import type { NoticeDatabase } from '../database.ts'
import { forgetMember } from '../sql/forget.ts'

const expected = z.object({ pseudonym: z.string() })

/** How an erased member was reached, and what they were told, is gone (M8). */
export const whenMemberErased = on<NoticeDatabase, typeof expected>(
  'ebook.rent.MemberErased.v1',
  expected,
  async (unit, { subject, correlationid, data: { pseudonym } }) => {
    await forgetMember(unit, Buffer.from(subject, 'base64url').toString())
    // What was heard of them only after it was redacted stands under the pseudonym.
    await forgetMember(unit, pseudonym)
    const tx = unit.tx as unknown as Transaction<MessagingTables>
    await redactMessages(tx, correlationid, { instead: { userId: pseudonym, reason: '' }, without: ['message'] })
  },
)
