import { redactRecords } from '@ebook/chassis/redact-records'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { fetchHolds, knownHold, tellHold } from './hold-aggregate.ts'
import { fetchCases, knownRequest, tellRequest } from './request-aggregate.ts'
import { closedHoldsBeside, forgetAtTitle } from './sql/anonymise.ts'

type Unit = UnitOfWork<BookDatabase>

/** Whose a rental was that is over is not known here any more, nor that they had waited for it. */
export async function anonymiseCase(
  unit: Unit,
  { rentalId, bookId, pseudonym }: { readonly rentalId: string; readonly bookId: string; readonly pseudonym: string },
  cause: Cause,
): Promise<void> {
  await fetchCases(unit, [{ rentalId, bookId }])
  const request = knownRequest(unit, rentalId)
  if (request === undefined) return
  const { userId } = request
  await tellRequest(unit, rentalId, { type: 'anonymise', pseudonym }, cause)
  const redaction = { instead: { userId: pseudonym }, without: ['note'] }
  await redactRecords(unit, rentalId, [{ aggregate: 'Request', id: rentalId }], redaction)
  if (userId === null || userId === pseudonym) return
  for (const holdId of await closedHoldsBeside(unit.tx, { bookId, userId })) {
    await anonymiseHold(unit, holdId, pseudonym, cause)
  }
  await forgetAtTitle(unit.tx, bookId, userId, pseudonym)
}

/** Who had a place in line is not known here any more. It is over, and its title locked. */
export async function anonymiseHold(unit: Unit, holdId: string, pseudonym: string, cause: Cause): Promise<void> {
  await fetchHolds(unit, [holdId])
  const before = knownHold(unit, holdId)
  const told = await tellHold(unit, holdId, { type: 'anonymise', pseudonym }, cause)
  if (before === undefined || told.kind === 'refused' || told.events.length === 0) return
  const redaction = { instead: { userId: pseudonym, key: null }, without: [] }
  await redactRecords(unit, holdId, [{ aggregate: 'Hold', id: holdId }], redaction, told.eventIds)
  await forgetAtTitle(unit.tx, before.bookId, before.userId, pseudonym)
}
