import type { DomainEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { RelayConnection } from './relay-state.ts'

/**
 * Gives the next dense positions, in the order of appending among those that are visible. One statement, one commit; and
 * none at all when nothing waits: a lock on relay_state at every poll would cost a sync of the WAL each time. Nothing
 * happens when another relay leads.
 */
export const numberOutbox = storeOperation(
  'nats/number-outbox',
  async (client: RelayConnection, epoch: string, limit: number): Promise<void> => {
    await client.query(
      `with batch as (
         select event_id, row_number() over (order by seq) as n
         from (select event_id, seq from outbox where pos is null order by seq limit $2) waiting
       ), numbered as (
         update outbox set pos = leader.last_pos + batch.n
         from batch, (select last_pos from relay_state where epoch = $1) leader
         where outbox.event_id = batch.event_id
         returning outbox.pos
       )
       update relay_state set last_pos = numbered.last
       from (select max(pos) as last from numbered) numbered
       where epoch = $1 and numbered.last is not null`,
      [epoch, limit],
    )
  },
)

export interface Unpublished {
  readonly event: DomainEvent
  readonly pos: number
}

/** What has a position and no acknowledgement, in the order of the positions. */
export const readUnpublished = storeOperation(
  'nats/read-unpublished',
  async (client: RelayConnection, limit: number): Promise<Unpublished[]> => {
    const { rows } = await client.query(
      'select event, pos from outbox where published_at is null and pos is not null order by pos limit $1',
      [limit],
    )
    return (rows as { event: DomainEvent; pos: string }[]).map(({ event, pos }) => ({ event, pos: Number(pos) }))
  },
)

/**
 * Without waiting for the disk: a mark that is lost with the database makes a message twice, not never. Nothing happens
 * when another relay leads.
 */
export const markPublished = storeOperation(
  'nats/mark-published',
  async (client: RelayConnection, epoch: string, acknowledged: readonly string[]): Promise<void> => {
    await client.query(
      `with lazily as materialized (select set_config('synchronous_commit', 'off', true))
       update outbox set published_at = now() from lazily
       where event_id = any($1::uuid[]) and exists (select from relay_state where epoch = $2)`,
      [acknowledged, epoch],
    )
  },
)
