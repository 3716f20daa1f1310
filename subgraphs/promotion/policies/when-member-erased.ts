import type { Transaction } from 'kysely'
import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import type { MessagingTables } from '@ebook/nats/tables'
import type { PromotionDatabase } from '../database.ts'
import { lockAccounts } from '../sql/account.ts'
import { endAccount } from '../sql/erasure.ts'

const expected = z.object({ pseudonym: z.string() })

/** The points of an erased member end, and nobody knows whose they were (M8). */
export const whenMemberErased = on<PromotionDatabase, typeof expected>(
  'ebook.rent.MemberErased.v1',
  expected,
  async (unit, { subject, correlationid, data: { pseudonym } }) => {
    const userId = Buffer.from(subject, 'base64url').toString()
    await lockAccounts(unit.tx, [], [userId])
    await endAccount(unit.tx, userId, pseudonym)
    const tx = unit.tx as unknown as Transaction<MessagingTables>
    await redactMessages(tx, correlationid, { instead: { userId: pseudonym, reason: '' }, without: ['message'] })
  },
)
