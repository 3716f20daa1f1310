import type { Logger } from '@ebook/chassis/log'
import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentDatabase } from '../database.ts'
import { tellRental } from '../rental-aggregate.ts'
import type { RentalCommand } from '../rental/language.ts'

/**
 * Tells a rental what another subgraph said. What comes too late or too early is the rental's to judge; only a rental
 * that does not exist is nobody's, and is logged: it cannot be, as every rental is committed before anybody hears of it.
 */
export async function react(
  unit: UnitOfWork<RentDatabase>,
  event: Received<{ rentalId: string }>,
  command: (now: Date) => RentalCommand,
  log: Logger,
): Promise<void> {
  const { rentalId } = event.data
  const handled = await tellRental(unit, rentalId, command, causeOfReaction(event, 'SYSTEM'))
  const told = { correlationId: rentalId, eventId: event.id, type: event.type }
  if (handled.kind === 'refused') log.warn({ ...told, refusal: handled.refusal.code }, 'told of a rental that is not')
  else log.debug({ ...told, events: handled.events.map(({ type }) => type) }, 'told')
}
