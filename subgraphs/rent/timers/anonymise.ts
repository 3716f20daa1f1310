import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { anonymiseRental } from '../anonymise.ts'
import type { RentPorts } from '../ports.ts'
import { findToAnonymise, forgetMissedTurns } from '../sql/anonymise.ts'

const BATCH = 100
const SELDOM_MS = 600_000
const OFTEN_MS = 5_000

/**
 * Forgets whose closed rentals were (R25), each in a transaction of its own: killed in between it goes on with the others,
 * and one that fails is logged and tried the next time.
 */
export async function anonymiseClosed(rent: RentPorts, signal: AbortSignal): Promise<void> {
  const { db, settings, log, messaging } = rent
  await forgetMissedTurns(db, settings.rules.missedTurns.withinMs)
  for (;;) {
    const ids = await findToAnonymise(db, settings.historyKeptForMs, BATCH)
    let done = 0
    for (const id of ids) {
      const cause = { correlationId: id, causationId: 'timer:anonymise', actor: 'SYSTEM' } as const
      try {
        if (await inUnitOfWork(db, (unit) => anonymiseRental(unit, id, settings.historyKeptForMs, cause))) done += 1
      } catch (error) {
        log.error({ err: error, correlationId: id }, 'whose a rental was could not be forgotten')
      }
    }
    if (done > 0) messaging.nudge()
    if (done < BATCH || signal.aborted) return
  }
}

/** Nothing wakes it: it looks from time to time, the oftener the shorter histories are kept, and says when next. */
export function fromTimeToTime(rent: RentPorts): (signal: AbortSignal) => Promise<number> {
  const everyMs = Math.min(SELDOM_MS, Math.max(OFTEN_MS, rent.settings.historyKeptForMs / 100))
  let nextAt = performance.now() + everyMs
  return async (signal) => {
    if (performance.now() >= nextAt) {
      await anonymiseClosed(rent, signal)
      nextAt = performance.now() + everyMs
    }
    return Math.max(0, nextAt - performance.now())
  }
}
