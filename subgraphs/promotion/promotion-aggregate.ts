import {
  begin,
  handleCommand,
  keep,
  statesOf,
  type Aggregate,
  type Handled,
  type Loaded,
} from '@ebook/chassis/handle-command'
import { newId } from '@ebook/chassis/new-id'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { move } from './account.ts'
import type { PromotionDatabase } from './database.ts'
import { PromoCanceled, PromoCompleted, PromoRestored } from './events.ts'
import { decide } from './promotion/decide.ts'
import type { PromotionCommand, PromotionEvent, PromotionRefusal } from './promotion/language.ts'
import { movementOf } from './promotion/points.ts'
import { evolve, type Promotion } from './promotion/state.ts'
import { loadPromotions, savePromotions } from './sql/promotion.ts'

const promotionAggregate: Aggregate<PromotionDatabase, PromotionCommand, PromotionEvent, Promotion, PromotionRefusal> =
  {
    type: 'Promotion',
    producer: 'promotion',
    load: loadPromotions,
    save: savePromotions,
    decide,
    evolve,
    publish,
  }

type Unit = UnitOfWork<PromotionDatabase>

export const keepPromotions = (unit: Unit, loaded: Loaded<Promotion>): Promise<void> =>
  keep(unit, promotionAggregate, loaded)

/** Of those that were fetched. */
export const promotionOf = (unit: Unit, paymentId: string): Promotion | undefined =>
  statesOf(unit, promotionAggregate).find((promotion) => promotion.paymentId === paymentId)

/** The id of the payment's promotion, or one for a promotion that there is none of yet. */
export function promotionIdOf(unit: Unit, paymentId: string): string {
  const known = promotionOf(unit, paymentId)
  if (known) return known.promotionId
  const id = newId()
  begin(unit, promotionAggregate, id)
  return id
}

/** Tells a promotion that was fetched something: its row, its history, what others hear, and the account are one. */
export async function tellPromotion(
  unit: Unit,
  id: string,
  command: PromotionCommand,
  cause: Cause,
): Promise<Handled<Promotion, PromotionEvent, PromotionRefusal>> {
  const handled = await handleCommand(unit, promotionAggregate, id, () => command, cause)
  if (handled.kind === 'refused') return handled
  for (const event of handled.events) {
    const movement = movementOf(event)
    if (movement) move(unit, handled.state, movement)
  }
  return handled
}

const owed = ({ debt }: { readonly debt?: number }) => (debt === undefined ? {} : { debt })

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: PromotionEvent, { promotionId, paymentId, rentalId, userId }: Promotion) {
  const bearer = { promotionId, paymentId, rentalId, userId }
  switch (event.type) {
    case 'PromoCompleted': {
      const { points, rateBps, spendableFrom } = event
      return messageOf(PromoCompleted, { ...bearer, points, rateBps, spendableFrom })
    }
    case 'PromoCanceled':
      return messageOf(PromoCanceled, { ...bearer, points: event.points, shortfall: event.shortfall, ...owed(event) })
    case 'PromoRestored':
      return messageOf(PromoRestored, { ...bearer, points: event.points, ...owed(event) })
    case 'PromotionOpened':
    case 'GrantBlocked':
    case 'LoanStartNoted':
    case 'PointsLocked':
    case 'RevocationBlocked':
    case 'RefundAttemptNoted':
    case 'BlockLifted':
    case 'Anonymised':
      return undefined
  }
}
