import type { Cause } from '@ebook/nats/outbox'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentPorts } from '../ports.ts'
import { tellRental, type ToTell } from '../rental-aggregate.ts'
import type { Rental } from '../rental/state.ts'
import { findDue, lockDue, type DueRentals } from '../sql/due.ts'

export interface Due {
  /** The timer, as the cause of what it leads to. */
  readonly name: string
  readonly rentals: DueRentals
  readonly command: ToTell
  /** Why, when it is more than that the time has come. */
  readonly because?: Pick<Cause, 'causationId' | 'actor'>
  /** At most so many at a time. */
  readonly batch: number
}

export interface Claimed {
  readonly rental: Rental
  readonly now: Date
  readonly cause: Cause
}

/**
 * As claimDue, again and again until nothing is left that is due, or the timer stops. Returns in how many milliseconds the
 * next one will be.
 */
export async function claimAllDue(rent: RentPorts, due: Due, signal: AbortSignal): Promise<number | undefined> {
  for (;;) {
    const { claimed, nextInMs } = await claimDue(rent, due)
    if (claimed.length < due.batch || signal.aborted) return nextInMs
  }
}

/**
 * Tells every rental that is due, each in a transaction of its own, so that one that fails is logged and does not hold
 * up its neighbours. What another replica has locked is skipped. Returns those to which something happened, and in how many
 * milliseconds the next one will be due.
 */
export async function claimDue(
  rent: RentPorts,
  due: Due,
): Promise<{ readonly claimed: readonly Claimed[]; readonly nextInMs: number | undefined }> {
  const { ids, nextInMs } = await findDue(rent.db, due.rentals, due.batch)
  const claimed: Claimed[] = []
  for (const id of ids) {
    try {
      const one = await claim(rent, due, id)
      if (one) claimed.push(one)
    } catch (error) {
      rent.log.error({ err: error, correlationId: id, timer: due.name }, 'a rental that is due could not be handled')
    }
  }
  if (claimed.length > 0) rent.messaging.nudge()
  return { claimed, nextInMs }
}

function claim(rent: RentPorts, due: Due, id: string): Promise<Claimed | undefined> {
  const cause: Cause = { correlationId: id, causationId: `timer:${due.name}`, actor: 'SYSTEM', ...due.because }
  return inUnitOfWork(rent.db, async (unit) => {
    const now = await lockDue(unit.tx, due.rentals, id)
    if (!now) return undefined
    const handled = await tellRental(unit, id, due.command, cause)
    if (handled.kind === 'refused' || handled.events.length === 0) return undefined
    return { rental: handled.state, now, cause }
  })
}
