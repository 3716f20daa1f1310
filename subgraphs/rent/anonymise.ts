import { randomUUID } from 'node:crypto'
import { redactRecords } from '@ebook/chassis/redact-records'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentDatabase } from './database.ts'
import { knownRental, tellRental } from './rental-aggregate.ts'
import { pseudonymOf } from './rental/anonymity.ts'
import { forgetKeys, readQuiet } from './sql/anonymise.ts'

/**
 * A rental is nobody's any more, in all that rent keeps of it and has said of it, from the commit of this unit on (R25).
 * `retentionMs` null: its member has asked for it. Returns whether it is; when not, nothing was done.
 */
export async function anonymiseRental(
  unit: UnitOfWork<RentDatabase>,
  rentalId: string,
  retentionMs: number | null,
  cause: Cause,
): Promise<boolean> {
  const pseudonym = pseudonymOf(randomUUID())
  const facts = await readQuiet(unit.tx, rentalId)
  const before = await knownRental(unit, rentalId)
  const told = await tellRental(unit, rentalId, () => ({ type: 'anonymise', pseudonym, retentionMs, ...facts }), cause)
  if (before === undefined || told.kind === 'refused' || told.events.length === 0) return false
  await forgetKeys(unit.tx, before.userId, rentalId)
  const redaction = { instead: { userId: pseudonym }, without: ['note'] }
  await redactRecords(unit, rentalId, [{ aggregate: 'Rental', id: rentalId }], redaction, told.eventIds)
  return true
}
