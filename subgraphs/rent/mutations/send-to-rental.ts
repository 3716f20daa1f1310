import { z } from 'zod'
import type { Consistency } from '@ebook/chassis/consistency'
import type { Cause } from '@ebook/nats/outbox'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { UserError } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { tellRental, type ToTell } from '../rental-aggregate.ts'
import { viewOf, type RentalView } from '../rental-view.ts'
import type { RentalEvent, RentalRefusal } from '../rental/language.ts'
import type { Rental } from '../rental/state.ts'
import { eventsBehindRental } from '../sql/events-behind.ts'
import { userErrorOf } from '../user-errors.ts'

export type Sent =
  | {
      readonly kind: 'accepted'
      readonly rental: Rental
      readonly events: readonly RentalEvent[]
      readonly view: RentalView
      /** The owner's clock at that moment. */
      readonly now: Date
    }
  | { readonly kind: 'refused'; readonly view: RentalView | null; readonly userErrors: readonly UserError[] }

const RentalId = z.uuid().toLowerCase()

/** One command to one rental, in a transaction of its own. What the answer shows, `consistency` is told of. */
export async function sendToRental(
  rent: RentPorts,
  rentalId: string,
  command: ToTell,
  cause: Cause,
  consistency: Consistency,
): Promise<Sent> {
  const { data: id } = RentalId.safeParse(rentalId)
  if (id === undefined) return refused({ code: 'RENTAL_NOT_FOUND' }, null)
  const { handled, now, eventIds } = await inUnitOfWork(rent.db, async (unit) => {
    const handled = await tellRental(unit, id, command, cause)
    const appended = handled.kind === 'accepted' ? handled.eventIds : []
    const eventIds = appended.length > 0 ? appended : await eventsBehindRental(unit.tx, id)
    return { now: unit.now, handled, eventIds }
  })
  const { correlationId, causationId: requestId } = cause
  if (handled.kind === 'accepted') {
    consistency.said(...eventIds)
    const events = handled.events.map(({ type }) => type)
    rent.log.info({ correlationId, requestId, status: handled.state.status, events }, 'rental told')
    if (handled.events.length > 0) rent.messaging.nudge()
    return { ...handled, rental: handled.state, view: viewOf(handled.state, now), now }
  }
  const { refusal, state } = handled
  // Another member's rental is not found either, and nothing of it is shown.
  if (refusal.code === 'RENTAL_NOT_FOUND' || state === undefined) return refused(refusal, null)
  consistency.said(...eventIds)
  return refused(refusal, viewOf(state, now))
}

function refused(refusal: RentalRefusal, view: RentalView | null): Sent {
  return { kind: 'refused', view, userErrors: [userErrorOf(refusal)] }
}
