import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { InboxOutcome, MessagingTables } from '../tables.ts'
import { aggregateKey, lockAggregates } from './aggregates.ts'
import { knownInInbox, type KnownEvent } from './already-taken.ts'

/** What is known of a batch before it is handled. */
export interface Look {
  /** By event id, what became of those that came before. */
  readonly outcomes: ReadonlyMap<string, InboxOutcome>
  /** By aggregateKey, the highest version that was handled. */
  readonly versions: Map<string, number>
}

type Handled = {
  readonly event_id: null
  readonly aggregate_type: string
  readonly aggregate_id: string
  readonly version: number | null
}

/** Looks for a batch in the inbox, under the locks of its aggregates, which it takes. */
export const lookIntoInbox = storeOperation(
  'nats/look-into-inbox',
  async (tx: Transaction<MessagingTables>, consumer: string, events: readonly PublishedEvent[]): Promise<Look> => {
    const aggregates = [...new Map(events.map((event) => [aggregateKey(event), event])).values()]
    const [, { rows }] = await Promise.all([
      lockAggregates(tx, consumer, aggregates),
      // A statement of its own: the one that waits for the locks cannot see what is committed while it waits.
      sql<KnownEvent | Handled>`
        select event_id, outcome, null as aggregate_type, null as aggregate_id, null as version
        from (${knownInInbox(
          consumer,
          events.map(({ id }) => id),
        )}) as known
        union all
        select null, null, type, id, (
          select max(aggregate_version) from inbox
          where consumer = ${consumer} and aggregate_type = type and aggregate_id = id and outcome = 'handled')
        from unnest(
          ${aggregates.map(({ aggregatetype }) => aggregatetype)}::text[],
          ${aggregates.map(({ subject }) => subject)}::text[]) as aggregate(type, id)`.execute(tx),
    ])
    const outcomes = new Map<string, InboxOutcome>()
    const versions = new Map<string, number>()
    for (const row of rows) {
      if (row.event_id !== null) outcomes.set(row.event_id, row.outcome)
      else
        versions.set(aggregateKey({ aggregatetype: row.aggregate_type, subject: row.aggregate_id }), row.version ?? 0)
    }
    return { outcomes, versions }
  },
)
