import type { Transaction } from 'kysely'
import type { Logger } from '@ebook/chassis/log'
import { databaseNow } from '@ebook/chassis/sql/database-now'
import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { tellRental } from '../rental-aggregate.ts'
import type { RentalCommand } from '../rental/language.ts'

/**
 * Tells a rental what another subgraph said. What comes too late or too early is the rental's to judge; only a rental
 * that does not exist is nobody's, and is logged: it cannot be, as every rental is committed before anybody hears of it.
 */
export async function react(
  tx: Transaction<RentDatabase>,
  event: Received<{ rentalId: string }>,
  command: (now: Date) => RentalCommand,
  log: Logger,
): Promise<void> {
  const { rentalId } = event.data
  const handled = await tellRental(tx, rentalId, command(await databaseNow(tx)), causeOfReaction(event, 'SYSTEM'))
  const told = { correlationId: rentalId, eventId: event.id, type: event.type }
  if (handled.kind === 'refused') log.warn({ ...told, refusal: handled.refusal.code }, 'told of a rental that is not')
  else log.debug({ ...told, events: handled.events.map(({ type }) => type) }, 'told')
}
