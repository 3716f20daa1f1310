import type { Transaction } from 'kysely'
import { redact, redactActor, redactData, type Redaction } from '@ebook/nats/redact'
import { insertOutbox } from '@ebook/nats/sql/insert-outbox'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import { redactOutbox, type Life } from '@ebook/nats/sql/redact-outbox'
import type { MessagingTables } from '@ebook/nats/tables'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { HistoryTables } from './history.ts'
import { redactHistory } from './sql/redact-history.ts'
import { writeHistory } from './sql/write-history.ts'

type RecordTables = MessagingTables & HistoryTables

/**
 * What a context has said of some lives, what happened to them, and what it has put aside of their correlation, says less
 * from the commit of this unit of work on: also what the unit itself is about to write. Rows that were redacted before
 * stay as they are, so that it can be done again. `besides`: events that tell of it.
 */
export async function redactRecords<DB extends RecordTables>(
  unit: UnitOfWork<DB>,
  correlationId: string,
  lives: readonly Life[],
  redaction: Redaction,
  besides: readonly string[] = [],
): Promise<void> {
  const tx = unit.tx as unknown as Transaction<RecordTables>
  await redactOutbox(tx, lives, redaction)
  await redactHistory(tx, lives, redaction)
  await redactMessages(tx, correlationId, redaction)
  const isOfThem = (aggregate: string, id: string) =>
    lives.some((life) => life.aggregate === aggregate && life.id === id)
  const saying = unit.toBeWritten(insertOutbox)
  for (const [at, event] of saying.entries())
    if (isOfThem(event.aggregatetype, event.subject) && !besides.includes(event.id))
      saying[at] = redact(event, redaction)
  const happening = unit.toBeWritten(writeHistory)
  for (const [at, one] of happening.entries()) {
    if (!isOfThem(one.aggregate, one.id)) continue
    const { type, ...data } = one.event
    const cause = { ...one.cause, actor: redactActor(one.cause.actor) }
    happening[at] = { ...one, event: { ...redactData(data, redaction), type }, cause }
  }
}
