import { positionsOf } from '@ebook/dashboard/feed/positions'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import type { Installation } from '../installation.ts'
import type { OffendingRow, Statement } from '../statement.ts'
import { OLDEST_FIRST, subscriptions, toldInEach } from './queries.ts'

const numbered = `
  select 'event ' || event_id as row, 'has no position' as problem,
    extract(epoch from now() - appended_at)::float8 as "movedAgo" from outbox where pos is null
  union all
  select 'event ' || event_id, 'at position ' || pos || ' is not published',
    extract(epoch from now() - appended_at)::float8 from unpublished where pos is not null
  union all
  select 'position ' || pos, 'comes after ' || before, null from (
    select pos, lag(pos, 1, 0) over (order by pos) as before from outbox where pos is not null
  ) as positions where pos <> before + 1
  union all
  select 'relay_state', 'says the last position is ' || last_pos || ', and it is ' || last, null from (
    select last_pos, (select coalesce(max(pos), 0) from outbox) as last from relay_state
  ) as states where last_pos <> last ${OLDEST_FIRST}`

export const outboxDense = toldInEach(
  { number: 12, title: 'outbox positions are dense, and all of it is published' },
  'in the outbox of',
  numbered,
)

/** An event is handled only when its predecessor was, so versions without a hole were handled in order. */
const handled = `
  select aggregate_type || ' ' || aggregate_id as row,
    'version ' || aggregate_version || ' was handled after ' || before as problem, null::float8 as "movedAgo"
  from (
    select aggregate_type, aggregate_id, aggregate_version,
      lag(aggregate_version, 1, 0) over (partition by consumer, aggregate_type, aggregate_id order by aggregate_version) as before
    from inbox where outcome = 'handled'
  ) as handled where aggregate_version <> before + 1
  union all
  select aggregate_type || ' ' || aggregate_id,
    'version ' || aggregate_version || ' is ' || outcome || ': event ' || event_id,
    case outcome when 'parked' then extract(epoch from now() - received_at)::float8 end
  from inbox where outcome <> 'handled'
  union all
  select 'event ' || event_id, 'is parked, and the inbox does not say so', null
  from parked_message where not exists (
    select from inbox where inbox.consumer = parked_message.consumer and inbox.event_id = parked_message.event_id
      and outcome = 'parked')
  union all
  select 'dead letter ' || id, 'waits: ' || coalesce(event_type, source) || ': ' || left(error, 200), null
  from dead_letter where status = 'DEAD'`

export const handledInOrder = toldInEach({ number: 14, title: 'per aggregate in order, none skipped' }, 'at', handled)

interface Reached {
  readonly consumer: string
  readonly producer: WritingSubgraph
  readonly pos: number
}

async function positions({ databases, dashboards }: Installation): Promise<Reached[]> {
  const reached: Reached[] = []
  for (const { consumer, producer } of subscriptions) {
    const [row] = await databases[consumer].rows<{ pos: string }>(
      'select coalesce(max(pos), 0)::text as pos from inbox_position where consumer = $1 and producer = $2',
      [consumer, producer],
    )
    reached.push({ consumer, producer, pos: Number(row?.pos ?? 0) })
  }
  for (const file of dashboards) {
    const db = await openForReading(file)
    try {
      const known = new Map((await positionsOf(db)).map(({ producer, contiguous }) => [producer, contiguous]))
      const consumer = `dashboard ${file}`
      reached.push(...WRITING_SUBGRAPHS.map((producer) => ({ consumer, producer, pos: known.get(producer) ?? 0 })))
    } finally {
      await db.destroy()
    }
  }
  return reached
}

export const consumersAtTheEnd: Statement = {
  number: 15,
  title: "every consumer at its producers' last position",
  async check(installation) {
    const found: OffendingRow[] = []
    for (const { consumer, producer, pos } of await positions(installation)) {
      const row = `${consumer} of ${producer}`
      const [next] = await installation.databases[producer].rows<{ last: string; ago: number | null }>(
        `select coalesce(max(pos), 0)::text as last, (
           select extract(epoch from now() - appended_at)::float8 from outbox where pos = $1::bigint + 1) as ago from outbox`,
        [pos],
      )
      const last = Number(next?.last ?? 0)
      if (pos < last)
        found.push({ row, problem: `has reached position ${pos} of ${last}`, movedAgo: next?.ago ?? undefined })
      if (pos > last) found.push({ row, problem: `has reached position ${pos}, and the outbox ends at ${last}` })
    }
    return found
  },
}
