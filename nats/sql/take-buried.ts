import type { Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import type { MessagingTables } from '../tables.ts'
import { aggregateKey } from './aggregates.ts'
import { setOutcome } from './inbox-rows.ts'
import { lookIntoInbox } from './look-into-inbox.ts'

/**
 * Enters a buried event as handled, under the lock of its aggregate: `next` is to be handled now, `past` was overtaken.
 * One that is `too early` stays as it is.
 */
export async function takeBuried(
  tx: Transaction<MessagingTables>,
  consumer: string,
  event: PublishedEvent,
): Promise<'next' | 'past' | 'too early'> {
  const { versions } = await lookIntoInbox(tx, consumer, [event])
  const version = versions.get(aggregateKey(event)) ?? 0
  if (event.aggregateversion > version + 1) return 'too early'
  await setOutcome(tx, { consumer, event, outcome: 'handled' })
  return event.aggregateversion === version + 1 ? 'next' : 'past'
}
