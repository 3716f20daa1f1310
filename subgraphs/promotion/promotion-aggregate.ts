import type { Transaction } from 'kysely'
import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { PromotionDatabase } from './database.ts'
import { PromoCanceled, PromoCompleted, PromoRestored } from './events.ts'
import { decide } from './promotion/decide.ts'
import type { PromotionCommand, PromotionEvent, PromotionRefusal } from './promotion/language.ts'
import { movementOf } from './promotion/points.ts'
import { evolve, type Promotion } from './promotion/state.ts'
import { movePoints } from './sql/account.ts'
import { loadPromotion, savePromotion } from './sql/promotion.ts'

const promotionAggregate: Aggregate<PromotionDatabase, PromotionCommand, PromotionEvent, Promotion, PromotionRefusal> =
  {
    type: 'Promotion',
    producer: 'promotion',
    load: loadPromotion,
    save: savePromotion,
    decide,
    evolve,
    publish,
  }

/**
 * Tells a promotion something, in the caller's transaction: its row, its history, what others hear, and the account,
 * which the caller has locked.
 */
export async function tellPromotion(
  tx: Transaction<PromotionDatabase>,
  id: string,
  command: PromotionCommand,
  cause: Cause,
): Promise<Handled<Promotion, PromotionEvent, PromotionRefusal>> {
  const handled = await handleCommand(tx, promotionAggregate, id, command, cause)
  if (handled.kind === 'refused') return handled
  const movements = handled.events.map(movementOf).filter((movement) => movement !== undefined)
  if (movements.length > 0) await movePoints(tx, handled.state, movements)
  return handled
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: PromotionEvent, { promotionId, paymentId, rentalId, userId }: Promotion) {
  const bearer = { promotionId, paymentId, rentalId, userId }
  switch (event.type) {
    case 'PromoCompleted': {
      const { points, rateBps, spendableFrom } = event
      return messageOf(PromoCompleted, { ...bearer, points, rateBps, spendableFrom })
    }
    case 'PromoCanceled':
      return messageOf(PromoCanceled, { ...bearer, points: event.points, shortfall: event.shortfall })
    case 'PromoRestored':
      return messageOf(PromoRestored, { ...bearer, points: event.points })
    case 'PromotionOpened':
    case 'GrantBlocked':
    case 'LoanStartNoted':
    case 'PointsLocked':
    case 'RevocationBlocked':
    case 'RefundAttemptNoted':
    case 'BlockLifted':
      return undefined
  }
}
