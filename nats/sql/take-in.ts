import type { Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'
import { lockAggregates, versionsHandled } from './aggregates.ts'
import { insertInbox } from './inbox-rows.ts'

export interface TakenIn {
  /** The ids that were not in the inbox before; those that were are nobody's to handle again. */
  readonly fresh: ReadonlySet<string>
  /** By aggregateKey, the highest version that was handled before. */
  readonly versions: Map<string, number>
}

/** Enters a batch as handled, under the locks of its aggregates. A second event at a taken position is an error. */
export const takeIn = storeOperation(
  'nats/take-in',
  async (tx: Transaction<MessagingTables>, consumer: string, events: readonly PublishedEvent[]): Promise<TakenIn> => {
    await lockAggregates(tx, consumer, events)
    // A statement of its own: the one that waited for the locks cannot see what was committed while it waited.
    const versions = await versionsHandled(tx, consumer, events)
    return { versions, fresh: await insertInbox(tx, consumer, events) }
  },
)
