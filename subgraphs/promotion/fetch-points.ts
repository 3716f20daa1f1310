import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { fetchAccounts, paymentsIn, type ToldOfPoints } from './account.ts'
import type { PromotionDatabase } from './database.ts'
import { keepPromotions } from './promotion-aggregate.ts'
import { keepSpends } from './spend-aggregate.ts'
import { loadPromotionsOf } from './sql/promotion.ts'
import { loadSpends } from './sql/spend.ts'

/** Locks the accounts of payments, then what the payments earned and what was spent on them, in one round trip. */
export async function fetchPoints(unit: UnitOfWork<PromotionDatabase>, told: readonly ToldOfPoints[]): Promise<void> {
  const paymentIds = paymentsIn(told)
  const [, promotions, spends] = await Promise.all([
    fetchAccounts(unit, told),
    loadPromotionsOf(unit.tx, paymentIds),
    loadSpends(unit.tx, paymentIds),
  ])
  await keepPromotions(unit, promotions)
  await keepSpends(unit, spends)
}
