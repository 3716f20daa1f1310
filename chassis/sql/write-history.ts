import { sql } from 'kysely'
import { storeWrite } from '@ebook/nats/store-write'

/** Something that happened to an aggregate, with its number there, from 1, and who did it, and why. */
export interface Happened {
  readonly aggregate: string
  readonly id: string
  readonly seq: number
  readonly event: { readonly type: string }
  readonly cause: { readonly actor: string; readonly causationId: string; readonly correlationId: string }
}

export const writeHistory = storeWrite('chassis/write-history', (happened: readonly Happened[]) => {
  const rows = happened.map(({ aggregate, id, seq, event: { type, ...data }, cause }) => ({
    aggregate_type: aggregate,
    aggregate_id: id,
    seq,
    event_type: type,
    data,
    actor: cause.actor,
    causation_id: cause.causationId,
    correlation_id: cause.correlationId,
  }))
  return sql`
    insert into history (aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id)
    select aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id
    from json_populate_recordset(null::history, ${JSON.stringify(rows)}::json)`
})
