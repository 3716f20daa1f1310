import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { tellMember } from '../member-aggregate.ts'
import type { BlockingRules } from '../ports.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { noteDebt } from './note-debt.ts'
import { react } from './react.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  userId: z.string(),
  /** What the member owes; absent when nothing, and in what an older promotion said. */
  debt: z.int().positive().default(0),
})

/** The points are taken back (R21). Who owes as many as the library does not bear may borrow nothing (M6). */
export const whenPromoCanceled = (log: Logger, rules: BlockingRules) =>
  on<RentDatabase, typeof Expected>(
    'ebook.promotion.PromoCanceled.v1',
    Expected,
    async (unit, event) => {
      await react(unit, event, () => ({ type: 'notePoints', points: 0 }), log)
      const { userId, debt } = event.data
      if (debt === 0) return
      await noteDebt(unit, event)
      if (rules.pointsDebt === 0 || debt < rules.pointsDebt) return
      const rule = { cause: 'POINTS_DEBT', kinds: ['BORROW'], reason: `${debt} points are owed` } as const
      const blockAt = (now: Date) =>
        ({ type: 'blockByRule', userId, blockId: randomUUID(), ...rule, until: null, now }) as const
      await tellMember(unit, userId, blockAt, causeOfReaction(event, 'SYSTEM'))
    },
    fetchRentals,
  )
