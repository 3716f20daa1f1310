import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import type { Installation, Reader } from '../installation.ts'
import { merged } from '../merge.ts'
import { firstOf, ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'
import { lives, problemOf, type Life } from './lives.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: string }
interface Past {
  readonly id: string
  readonly events: readonly { readonly type: string }[]
}

export const legalLives: Statement = {
  number: 2,
  title:
    'each rental, payment, request, hold and promotion is in one state, its history a legal path by its owner’s clock, versions without gaps',
  check: (installation) => firstOf(illegal(installation)),
}

async function* illegal(installation: Installation): AsyncGenerator<OffendingRow> {
  const { databases } = installation
  yield* await byAnotherClock(installation)
  for (const name of WRITING_SUBGRAPHS) yield* await gaps(name, databases[name])
  for (const life of lives) yield* strayed(life, databases[life.database])
}

async function gaps(name: string, reader: Reader): Promise<OffendingRow[]> {
  const rows = await reader.rows<{ source: string; type: string; id: string; version: number; before: number }>(`
    select * from (
      select 'history' as source, aggregate_type as type, aggregate_id as id, seq as version,
        lag(seq, 1, 0) over (partition by aggregate_type, aggregate_id order by seq) as before from history
      union all
      select 'outbox', aggregate_type, aggregate_id, aggregate_version,
        lag(aggregate_version, 1, 0) over (partition by aggregate_type, aggregate_id order by aggregate_version) from outbox
    ) as numbered where version <> before + 1 limit ${ROWS_AT_MOST}`)
  return rows.map(({ source, type, id, version, before }) => ({
    row: `${type} ${id} in the ${source} of ${name}`,
    problem: `version ${version} comes after ${before}`,
  }))
}

async function* strayed(life: Life, reader: Reader): AsyncGenerator<OffendingRow> {
  const rows = reader.stream<Row>(`select * from (${life.rows}) as row order by id collate "C"`)
  const pasts = reader.stream<Past>(
    `select aggregate_id as id, json_agg(data || jsonb_build_object('type', event_type) order by seq) as events
     from history where aggregate_type = $1 group by aggregate_id order by aggregate_id collate "C"`,
    [life.type],
  )
  for await (const {
    key,
    rows: [row, past],
  } of merged<[Row, Past]>([rows, pasts], ({ id }) => id)) {
    const problem = problemOf(life, row, past?.events)
    if (problem !== undefined) yield { row: `${life.type} ${key}`, problem }
  }
}

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

const byAnother = `
  select history.aggregate_type || ' ' || history.aggregate_id as row,
    event_type || ' says ' || told.name || ' ' || told.instant || ', and was written at ' || history.at as problem
  from history, jsonb_each_text(data) as told (name, instant)
  where told.name = any($1::text[]) and told.instant is not null
    and abs(extract(epoch from told.instant::timestamptz - history.at)) > ${APART_S}
  limit ${ROWS_AT_MOST}`

/** Instants that are not those of the owner's clock. */
async function byAnotherClock({ databases }: Installation): Promise<OffendingRow[]> {
  const found: OffendingRow[] = []
  for (const name of WRITING_SUBGRAPHS) found.push(...(await databases[name].rows<OffendingRow>(byAnother, [instants])))
  return found
}
