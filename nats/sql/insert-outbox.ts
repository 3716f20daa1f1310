import { sql } from 'kysely'
import type { DomainEvent } from '../event.ts'
import { storeWrite } from '../store-write.ts'

/** Appends events in the order given. A version that its aggregate has said already is an error. */
export const insertOutbox = storeWrite('nats/insert-outbox', (events: readonly DomainEvent[]) => {
  const rows = events.map((event) => {
    const { id, aggregatetype, subject, aggregateversion } = event
    return { id, aggregatetype, subject, aggregateversion, event }
  })
  return sql`
    insert into outbox (event_id, aggregate_type, aggregate_id, aggregate_version, event)
    select id, aggregatetype, subject, aggregateversion, event
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as said(id uuid, aggregatetype text, subject text, aggregateversion integer, event json)`
})
