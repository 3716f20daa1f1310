import { ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

const query = `
  select 'event ' || event_id as row, 'has no position' as problem,
    extract(epoch from now() - appended_at)::float8 as "movedAgo" from outbox where pos is null
  union all
  select 'event ' || event_id, 'at position ' || pos || ' is not published',
    extract(epoch from now() - appended_at)::float8 from outbox where pos is not null and published_at is null
  union all
  select 'position ' || pos, 'comes after ' || before, null from (
    select pos, lag(pos, 1, 0) over (order by pos) as before from outbox where pos is not null
  ) as positions where pos <> before + 1
  union all
  select 'relay_state', 'says the last position is ' || last_pos || ', and it is ' || last, null from (
    select last_pos, (select coalesce(max(pos), 0) from outbox) as last from relay_state
  ) as states where last_pos <> last`

export const outboxDense: Statement = {
  number: 12,
  title: 'outbox positions are dense, and all of it is published',
  async check({ databases }) {
    const found: OffendingRow[] = []
    for (const name of WRITING_SUBGRAPHS) {
      const rows = await databases[name].rows<OffendingRow & { movedAgo: number | null }>(
        `select * from (${query}) as outboxes order by "movedAgo" desc nulls first limit ${ROWS_AT_MOST}`,
      )
      found.push(
        ...rows.map((each) => ({
          ...each,
          row: `${each.row} in the outbox of ${name}`,
          movedAgo: each.movedAgo ?? undefined,
        })),
      )
    }
    return found
  },
}
