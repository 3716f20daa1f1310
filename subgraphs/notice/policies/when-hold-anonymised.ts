import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { forgetNotices } from '../sql/forget.ts'

const expected = z.object({ holdId: z.uuid() })

/** Who waited is not known here any more since they wait no longer; what they were told of it goes now. */
export const whenHoldAnonymised = on<NoticeDatabase, typeof expected>(
  'ebook.book.HoldAnonymised.v1',
  expected,
  (unit, { data: { holdId } }) => forgetNotices(unit, 'holdId', holdId),
)
