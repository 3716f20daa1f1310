import { randomUUID } from 'node:crypto'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { anonymiseHold } from '../anonymise.ts'
import type { BookPorts } from '../ports.ts'
import { placeOf } from '../queries/holds.ts'
import { findGivenUp } from '../sql/anonymise.ts'
import { fetchTitle } from '../title-aggregate.ts'

const BATCH = 100

/** Forgets who waited for a title in vain, or gave up, some time after; who had the title in the end rent says (R25). */
export async function anonymiseGivenUp({ db, settings, messaging, log }: BookPorts): Promise<void> {
  const holdIds = await findGivenUp(db, settings.historyKeptForMs, BATCH)
  for (const holdId of holdIds) {
    const cause = { correlationId: holdId, causationId: 'timer:anonymise', actor: 'SYSTEM' } as const
    try {
      const place = await placeOf(db, holdId)
      if (place === undefined) continue
      await inUnitOfWork(db, async (unit) => {
        await fetchTitle(unit, place.bookId)
        await anonymiseHold(unit, holdId, `anon:${randomUUID()}`, cause)
      })
    } catch (error) {
      log.error({ err: error, correlationId: holdId }, 'who waited could not be forgotten')
    }
  }
  if (holdIds.length > 0) messaging.nudge()
}
