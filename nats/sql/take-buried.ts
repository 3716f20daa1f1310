import type { Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import type { MessagingTables } from '../tables.ts'
import { aggregateKey, lockAggregates, versionsHandled } from './aggregates.ts'
import { insertInbox, setOutcome } from './inbox-rows.ts'

/**
 * Enters a buried event as handled, under the lock of its aggregate: `next` is to be handled now, `past` was overtaken.
 * One that is `too early` stays as it is.
 */
export async function takeBuried(
  tx: Transaction<MessagingTables>,
  consumer: string,
  event: PublishedEvent,
): Promise<'next' | 'past' | 'too early'> {
  await lockAggregates(tx, consumer, [event])
  const version = (await versionsHandled(tx, consumer, [event])).get(aggregateKey(event)) ?? 0
  if (event.aggregateversion > version + 1) return 'too early'
  await insertInbox(tx, consumer, [event])
  await setOutcome(tx, consumer, [event.id], 'handled')
  return event.aggregateversion === version + 1 ? 'next' : 'past'
}
