import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import { entriesOf } from '../client-log.ts'
import { ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'
import { offendingIn } from './queries.ts'

/** What was published happened in the same transaction: the tombstone's name in the history is another one. */
const published = `
  select told.type || ' ' || told.id as row,
    'published ' || told.name || ' ' || told.times || ' times, and its history has it ' || coalesce(kept.times, 0) || ' times' as problem
  from (
    select aggregate_type as type, aggregate_id as id, split_part(event->>'type', '.', 3) as name, count(*) as times
    from outbox group by 1, 2, 3
  ) as told left join (
    select aggregate_type as type, aggregate_id as id,
      case event_type when 'RentalVoided' then 'PayVoided' else event_type end as name, count(*) as times
    from history group by 1, 2, 3
  ) as kept using (type, id, name)
  where told.times > coalesce(kept.times, 0)`

const requested = `
  select 'idempotency key ' || key || ' of ' || user_id as row,
    'stands for rental ' || rental_id || ', which has no Rented in its history' as problem
  from idempotency_key where not exists (
    select from history where aggregate_type = 'Rental' and aggregate_id = rental_id::text and event_type = 'Rented'
      and actor = 'MEMBER:' || user_id)`

/** Whose history an acknowledged mutation is found in, and under which names. A repeated one finds what was before. */
const leadsTo: Readonly<
  Record<string, { readonly database: WritingSubgraph; readonly type: string; readonly events: readonly string[] }>
> = {
  RequestRental: { database: 'rent', type: 'Rental', events: ['Rented'] },
  CancelRental: {
    database: 'rent',
    type: 'Rental',
    events: ['CancelRequested', 'Canceled', 'RefusalNoted', 'Returned', 'Expired'],
  },
  ReturnRental: { database: 'rent', type: 'Rental', events: ['Returned', 'Expired', 'Canceled'] },
  ApproveRental: { database: 'book', type: 'Request', events: ['Approved'] },
  RefuseRental: { database: 'book', type: 'Request', events: ['Refused'] },
}

export const mutationsHaveHistory: Statement = {
  number: 23,
  title: 'every acknowledged mutation has a history row',
  withoutLog: 'what clients were told (all that was published or stands under a key is looked for)',
  async check({ databases, clientLog }) {
    const found: OffendingRow[] = []
    for (const name of WRITING_SUBGRAPHS) found.push(...(await offendingIn(databases[name], published)))
    found.push(...(await offendingIn(databases.rent, requested)))
    const calls = entriesOf(clientLog ?? [], 'call').filter(
      ({ outcome, rentalId }) => outcome === 'ok' && rentalId !== null,
    )
    for (const [operation, told] of Map.groupBy(calls, (call) => call.operation)) {
      const where = leadsTo[operation]
      if (where === undefined) continue
      const rows = await databases[where.database].rows<{ id: string }>(
        `select id from unnest($1::text[]) as id where not exists (
           select from history where aggregate_type = $2 and aggregate_id = id and event_type = any($3::text[]))
         limit ${ROWS_AT_MOST}`,
        [[...new Set(told.map(({ rentalId }) => rentalId))], where.type, where.events],
      )
      const problem = `${operation} was acknowledged and is in no history`
      found.push(...rows.map(({ id }) => ({ row: `rental ${id}`, problem })))
    }
    return found
  },
}
