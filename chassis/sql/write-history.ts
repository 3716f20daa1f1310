import { sql, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { HistoryTables } from '../history.ts'

/** Who did it, and why. */
export interface HistoryCause {
  readonly actor: string
  readonly causationId: string
  readonly correlationId: string
}

/** Appends what happened to an aggregate, numbered densely from 1. */
export const writeHistory = storeOperation(
  'chassis/write-history',
  async (
    tx: Transaction<HistoryTables>,
    aggregateType: string,
    id: string,
    events: readonly { readonly type: string }[],
    { actor, causationId, correlationId }: HistoryCause,
  ): Promise<void> => {
    await sql`
      insert into history (aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id)
      select ${aggregateType}, ${id}, last.seq + event.ordinality, event.value ->> 'type', event.value - 'type',
        ${actor}, ${causationId}, ${correlationId}
      from jsonb_array_elements(${JSON.stringify(events)}::jsonb) with ordinality as event,
        (select coalesce(max(seq), 0) as seq from history
          where aggregate_type = ${aggregateType} and aggregate_id = ${id}) last
    `.execute(tx)
  },
)
