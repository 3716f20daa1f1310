import type { DomainEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { RelayConnection } from './relay-state.ts'

export interface Unpublished {
  readonly event: DomainEvent
  readonly pos: number
}

export interface Advanced {
  /** The newest position that was given. */
  readonly last: number
  /** The owner's clock: what was committed before has a position, unless there are as many as the limit. */
  readonly now: Date
  /** What has a position and no acknowledgement, in the order of the positions. */
  readonly unpublished: readonly Unpublished[]
}

/**
 * One pass of the relay over its outbox, in one statement and one commit: marks the positions that the broker has
 * acknowledged, gives the next dense ones in the order of appending among the rows that are visible, and reads what is to
 * be published, at most `limit` rows each. Undefined, and nothing happens, when another relay leads.
 *
 * When nothing waits nothing is locked or written: a lock on relay_state at every look would cost a sync of the WAL. A
 * mark does not wait for the disk: one that is lost with the database makes a message twice, not never. A position does:
 * it has been told to others.
 */
export const advanceOutbox = storeOperation(
  'nats/advance-outbox',
  async (
    client: RelayConnection,
    epoch: string,
    acknowledged: readonly number[],
    limit: number,
  ): Promise<Advanced | undefined> => {
    const { rows } = await client.query({
      name: 'advance-outbox',
      text: `
        with leader as materialized (
          select last_pos, published + coalesce(acknowledged, '{}') as published
          from relay_state, (select range_agg(int8range(pos, pos + 1)) as acknowledged from unnest($2::bigint[]) as pos) marks
          where epoch = $1
        ), batch as materialized (
          select event_id, row_number() over (order by seq) as n
          from (select event_id, seq from outbox where pos is null order by seq limit $3) waiting
        ), lazily as materialized (
          select set_config('synchronous_commit', 'off', true) where not exists (select from batch)
        ), numbered as (
          update outbox set pos = leader.last_pos + batch.n, published_at = '-infinity' from batch, leader
          where outbox.event_id = batch.event_id
          returning outbox.event, outbox.pos
        ), moved as (
          update relay_state set last_pos = coalesce(numbered.last, leader.last_pos), published = leader.published
          from leader left join lazily on true, (select max(pos) as last from numbered) numbered
          where epoch = $1 and (numbered.last is not null or cardinality($2::bigint[]) > 0)
          returning relay_state.last_pos
        ), unpublished as (
          select waiting.event, waiting.pos
          from leader, unnest(int8multirange(int8range(1, leader.last_pos + 1)) - leader.published) as gap, lateral (
            select event, pos from outbox where pos >= lower(gap) and pos < upper(gap) order by pos limit $3
          ) waiting
          union all
          select event, pos from numbered
          order by pos limit $3
        )
        select coalesce((select last_pos from moved), leader.last_pos) as last, now() as now, event, pos
        from leader left join unpublished on true order by pos`,
      values: [epoch, acknowledged, limit],
    })
    const [first, ...more] = rows as { last: string; now: Date; event: DomainEvent | null; pos: string | null }[]
    if (first === undefined) return undefined
    return {
      last: Number(first.last),
      now: first.now,
      unpublished: [first, ...more].flatMap(({ event, pos }) => (event === null ? [] : [{ event, pos: Number(pos) }])),
    }
  },
)
