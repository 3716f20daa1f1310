import { sql, type Transaction } from 'kysely'
import { redactActor, redactData, type Redaction } from '@ebook/nats/redact'
import type { Life } from '@ebook/nats/sql/redact-outbox'
import type { HistoryTables } from '../history.ts'

interface Kept {
  readonly aggregate_type: string
  readonly aggregate_id: string
  readonly seq: number
  readonly data: Readonly<Record<string, unknown>>
  readonly actor: string
}

/** All that happened to them. */
export async function happenedTo(tx: Transaction<HistoryTables>, lives: readonly Life[]): Promise<readonly Kept[]> {
  const { rows } = await sql<Kept>`
    select aggregate_type, aggregate_id, seq, data, actor from history join unnest(
      ${lives.map(({ aggregate }) => aggregate)}::text[], ${lives.map(({ id }) => id)}::text[]
    ) as life (type, id) on aggregate_type = type and aggregate_id = id`.execute(tx)
  return rows
}

/** What happened, saying less. */
export async function rewriteHistory(tx: Transaction<HistoryTables>, kept: readonly Kept[]): Promise<void> {
  await sql`
    update history set data = given.data, actor = given.actor
    from json_to_recordset(${JSON.stringify(kept)}::json)
      as given(aggregate_type text, aggregate_id text, seq integer, data jsonb, actor text)
    where history.aggregate_type = given.aggregate_type and history.aggregate_id = given.aggregate_id
      and history.seq = given.seq`.execute(tx)
}

export const redactKept = (kept: Kept, redaction: Redaction): Kept => ({
  ...kept,
  data: redactData(kept.data, redaction),
  actor: redactActor(kept.actor),
})
