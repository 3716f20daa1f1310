import { handleCommand, keep, statesOf, type Aggregate, type Handled, type Loaded } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { move } from './account.ts'
import type { PromotionDatabase } from './database.ts'
import { PointsReturned, PointsSpent } from './events.ts'
import { decide } from './spend/decide.ts'
import type { SpendCommand, SpendEvent, SpendRefusal } from './spend/language.ts'
import { movementOf } from './spend/points.ts'
import { evolve, type Spend } from './spend/state.ts'
import { loadSpends, saveSpends } from './sql/spend.ts'

const spendAggregate: Aggregate<PromotionDatabase, SpendCommand, SpendEvent, Spend, SpendRefusal> = {
  type: 'Spend',
  producer: 'promotion',
  load: loadSpends,
  save: saveSpends,
  decide,
  evolve,
  publish,
}

type Unit = UnitOfWork<PromotionDatabase>

export const keepSpends = (unit: Unit, loaded: Loaded<Spend>): Promise<void> => keep(unit, spendAggregate, loaded)

/** Of those that were fetched. */
export const spendOf = (unit: Unit, paymentId: string): Spend | undefined =>
  statesOf(unit, spendAggregate).find((spend) => spend.paymentId === paymentId)

/** Tells what was fetched something: its row, its history, what others hear, and the account are one. */
export async function tellSpend(
  unit: Unit,
  command: SpendCommand,
  cause: Cause,
): Promise<Handled<Spend, SpendEvent, SpendRefusal>> {
  const handled = await handleCommand(unit, spendAggregate, command.paymentId, () => command, cause)
  if (handled.kind === 'refused') return handled
  for (const event of handled.events) {
    const movement = movementOf(event)
    if (movement) move(unit, handled.state, movement, 'batches' in event ? event.batches : [])
  }
  return handled
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: SpendEvent, { paymentId, rentalId, userId, points }: Spend) {
  const told = { paymentId, rentalId, userId, points }
  switch (event.type) {
    case 'PointsSpent':
      return messageOf(PointsSpent, told)
    case 'PointsReturned':
      return messageOf(PointsReturned, { ...told, ...(event.debt !== undefined && { debt: event.debt }) })
    case 'SpendBlocked':
    case 'Anonymised':
      return undefined
  }
}
