import { sql, type Transaction } from 'kysely'
import { redactActor, redactData, type Redaction } from '@ebook/nats/redact'
import type { Life } from '@ebook/nats/sql/redact-outbox'
import { storeOperation } from '@ebook/nats/store-operation'
import type { HistoryTables } from '../history.ts'

interface Kept {
  readonly data: Readonly<Record<string, unknown>>
  readonly actor: string
}

/** All that happened to them says less from now on. */
export const redactHistory = storeOperation(
  'chassis/redact-history',
  async (tx: Transaction<HistoryTables>, lives: readonly Life[], redaction: Redaction): Promise<void> => {
    const { rows } = await sql<Kept>`
      select aggregate_type, aggregate_id, seq, data, actor from history join unnest(
        ${lives.map(({ aggregate }) => aggregate)}::text[], ${lives.map(({ id }) => id)}::text[]
      ) as life (type, id) on aggregate_type = type and aggregate_id = id`.execute(tx)
    if (rows.length === 0) return
    const less = rows.map((kept) => redactKept(kept, redaction))
    await sql`
      update history set data = given.data, actor = given.actor
      from json_to_recordset(${JSON.stringify(less)}::json)
        as given(aggregate_type text, aggregate_id text, seq integer, data jsonb, actor text)
      where history.aggregate_type = given.aggregate_type and history.aggregate_id = given.aggregate_id
        and history.seq = given.seq`.execute(tx)
  },
)

export const redactKept = <Row extends Kept>(kept: Row, redaction: Redaction): Row => ({
  ...kept,
  data: redactData(kept.data, redaction),
  actor: redactActor(kept.actor),
})
