import type { Installation } from '../installation.ts'
import { ROWS_AT_MOST, type OffendingRow } from '../statement.ts'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'

/** Longer than any process stops between asking its database for the time and writing it down. */
const APART_S = 600

/**
 * When something happened, as the event tells it. The history's own `at` is the owner database's clock in the
 * transaction that wrote it: whatever else was looked at is another clock (rule G6).
 */
const instants = [
  ...['rentedDate', 'requestedDate', 'startsAt', 'returnedDate', 'expiredDate', 'canceledDate'],
  ...['approvedDate', 'refusedDate', 'paidDate', 'refundedDate', 'voidedDate'],
]

const query = `
  select history.aggregate_type || ' ' || history.aggregate_id as row,
    event_type || ' says ' || told.name || ' ' || told.instant || ', and was written at ' || history.at as problem
  from history, jsonb_each_text(data) as told (name, instant)
  where told.name = any($1::text[]) and told.instant is not null
    and abs(extract(epoch from told.instant::timestamptz - history.at)) > ${APART_S}
  limit ${ROWS_AT_MOST}`

/** Instants that are not those of the owner's clock. */
export async function byAnotherClock({ databases }: Installation): Promise<OffendingRow[]> {
  const found: OffendingRow[] = []
  for (const name of WRITING_SUBGRAPHS) found.push(...(await databases[name].rows<OffendingRow>(query, [instants])))
  return found
}
