import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { redact, type Redaction } from '../redact.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/** Messages of a correlation that a consumer has put aside, because they failed or came early, say less from now on. */
export const redactMessages = storeOperation(
  'nats/redact-messages',
  async (tx: Transaction<MessagingTables>, correlationId: string, redaction: Redaction): Promise<void> => {
    const { rows: letters } = await sql<{ id: string; payload: string }>`
    select id, payload from dead_letter
    where event_id is not null and payload::json ->> 'correlationid' = ${correlationId} for update`.execute(tx)
    for (const { id, payload } of letters) {
      const less = JSON.stringify(redact(JSON.parse(payload) as PublishedEvent, redaction))
      await tx.updateTable('dead_letter').set({ payload: less }).where('id', '=', id).execute()
    }
    const { rows: parked } = await sql<{ consumer: string; event_id: string; event: PublishedEvent }>`
    select consumer, event_id, event from parked_message
    where event ->> 'correlationid' = ${correlationId} for update`.execute(tx)
    for (const { consumer, event_id, event } of parked) {
      await sql`
      update parked_message set event = ${JSON.stringify(redact(event, redaction))}::json
      where consumer = ${consumer} and event_id = ${event_id}`.execute(tx)
    }
  },
)
