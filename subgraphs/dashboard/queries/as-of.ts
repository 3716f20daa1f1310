import type { Transaction } from 'kysely'
import type { Tables } from '../file/tables.ts'

/** How far the file has read, in the same snapshot as the rows that are answered with it. */
export async function asOf(tx: Transaction<Tables>): Promise<{ cursor: string; lagMs: number }> {
  const { stream_identity, last_sequence, lag_ms } = await tx
    .selectFrom('feed_state')
    .selectAll()
    .executeTakeFirstOrThrow()
  return {
    cursor: Buffer.from(`${stream_identity ?? ''}:${last_sequence}`).toString('base64url'),
    lagMs: lag_ms,
  }
}
