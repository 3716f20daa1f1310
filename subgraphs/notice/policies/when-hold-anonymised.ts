import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { forgetNotices } from '../sql/forget.ts'
import { keepNotices } from '../sql/notices.ts'

const expected = z.object({ holdId: z.uuid() })

/** Who waited is not known here any more since they wait no longer; what they were told of it goes now. */
export const whenHoldAnonymised = on<NoticeDatabase, typeof expected>(
  'ebook.book.HoldAnonymised.v1',
  expected,
  async (unit, { data: { holdId } }) => {
    // Of the same batch, and not written yet.
    unit.takeBack(keepNotices, ({ about }) => about.holdId === holdId)
    await forgetNotices(unit.tx, 'hold_id', holdId)
  },
)
