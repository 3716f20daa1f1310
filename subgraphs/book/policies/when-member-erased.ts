import type { Transaction } from 'kysely'
import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import type { MessagingTables } from '@ebook/nats/tables'
import type { BookDatabase } from '../database.ts'
import { keepErasures } from '../sql/erasure.ts'

const Expected = z.object({ pseudonym: z.string() })

/**
 * Who was a member is forgotten here too (M8), by a timer: this may be one of many events of one transaction, which has
 * locked the titles that the others need, and no more.
 */
export const whenMemberErased = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.MemberErased.v1', Expected, async (unit, event) => {
    const { id, subject, correlationid, data } = event
    unit.write(keepErasures, { user_id: Buffer.from(subject, 'base64url').toString(), event_id: id })
    const tx = unit.tx as unknown as Transaction<MessagingTables>
    await redactMessages(tx, correlationid, { instead: { userId: data.pseudonym, reason: '' }, without: ['message'] })
  })
