import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { redactRecords } from '@ebook/chassis/redact-records'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import { promotionOf, tellPromotion } from '../promotion-aggregate.ts'
import { spendOf, tellSpend } from '../spend-aggregate.ts'
import { detachEntries, pointsOfRental } from '../sql/anonymise.ts'
import { dropUnused, endAccount } from '../sql/erasure.ts'

/** Why rent forgets the rentals of who is erased. */
const ERASED = 'member:erase'
const anonymous = () => `anon:${randomUUID()}`

const expected = z.object({ rentalId: z.uuid(), pseudonym: z.string() })

/** Whose it was is forgotten here too (R25): the member has the points, and nobody knows what they were for. */
export const whenRentalAnonymised = on<PromotionDatabase, typeof expected>(
  'ebook.rent.RentalAnonymised.v1',
  expected,
  async (unit, event) => {
    const { rentalId, pseudonym } = event.data
    const cause = causeOfReaction(event, 'SYSTEM')
    const payments = await pointsOfRental(unit.tx, rentalId)
    await fetchPoints(unit, payments)
    const lives = []
    for (const { paymentId } of payments) {
      const promotion = promotionOf(unit, paymentId)
      if (promotion) {
        lives.push({ aggregate: 'Promotion', id: promotion.promotionId })
        await tellPromotion(unit, promotion.promotionId, { type: 'anonymise', pseudonym }, cause)
      }
      if (spendOf(unit, paymentId)) {
        lives.push({ aggregate: 'Spend', id: paymentId })
        await tellSpend(unit, { type: 'anonymise', paymentId, pseudonym }, cause)
      }
      await detachEntries(unit.tx, paymentId)
    }
    const userIds = [...new Set(payments.map(({ userId }) => userId))]
    // Also when it is heard only after the member was erased (M8): nothing else would tell it from a newcomer's.
    if (event.causationid === ERASED) for (const userId of userIds) await endAccount(unit.tx, userId, anonymous())
    await dropUnused(unit.tx, userIds)
    await redactRecords(unit, rentalId, lives, { instead: { userId: pseudonym }, without: [] })
  },
)
