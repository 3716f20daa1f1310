import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { BARRED } from '../facts.ts'
import { changed, fetchConcerned } from '../known.ts'
import { note } from '../note.ts'
import type { Telling } from '../ports.ts'
import { keepBlocks } from '../sql/lending.ts'

const block = z.object({ userId: z.string(), blockId: z.uuid() })
const blocked = block.extend({
  kinds: z.array(z.enum(BARRED)),
  message: z.string().optional(),
  until: z.iso.datetime().optional(),
})

/** The reason is the librarians' own: a member is told what they are kept from, and the message to them. */
export const whenBlocked = (telling: Telling) =>
  on<NoticeDatabase, typeof blocked>(
    'ebook.rent.MemberBlocked.v1',
    blocked,
    async (unit, event) => {
      const { userId, blockId, kinds: what, message = null, until = null } = event.data
      changed(unit, keepBlocks, blockId, () => ({ id: blockId, lifted: false }))
      const told = { kind: 'BLOCKED', facts: { what, note: message, until } } as const
      const at = new Date(event.time)
      note(unit, telling, { told, userId, about: { blockId }, dedupe: `BLOCKED ${event.id}`, at })
    },
    fetchConcerned,
  )

export const whenUnblocked = (telling: Telling) =>
  on<NoticeDatabase, typeof block>(
    'ebook.rent.MemberUnblocked.v1',
    block,
    async (unit, event) => {
      const { userId, blockId } = event.data
      changed(unit, keepBlocks, blockId, () => ({ id: blockId, lifted: true })).lifted = true
      const told = { kind: 'UNBLOCKED', facts: {} } as const
      note(unit, telling, { told, userId, dedupe: `UNBLOCKED ${event.id}`, at: new Date(event.time) })
    },
    fetchConcerned,
  )
