import pg from 'pg'
import type { Stack } from '@ebook/stack/stack'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import { query } from '../installation.ts'

/** A rental that is over, of which copies are made: what its rows in every store have in common. */
export interface Pattern {
  readonly user: string
  /** Of its aggregates. */
  readonly ids: readonly string[]
  /** The positions of its events in each outbox, in order. */
  readonly positions: Readonly<Record<string, readonly number[]>>
  /** The newest position that each outbox has given. */
  readonly last: Readonly<Record<string, number>>
}

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

/** Titles and their seats are those of the pattern. */
const KEPT = new Set(['book_id', 'copy_id', 'seat_id'])
const COLUMNS = `
  select format('%I.%I', table_schema, table_name) as table, column_name as name, data_type as type
  from information_schema.columns join information_schema.tables using (table_schema, table_name)
  where table_schema in ('public', 'simulated_provider') and table_type = 'BASE TABLE' and is_identity = 'NO'
    and table_name not like 'kysely%'
  order by 1, ordinal_position`

/** Everything of it must have been published, and heard by everybody. */
export async function patternOf(stack: Stack, rentalId: string, user: string): Promise<Pattern> {
  const ids = new Set<string>()
  const positions: Record<string, number[]> = {}
  const last: Record<string, number> = {}
  for (const name of WRITING_SUBGRAPHS) {
    const text = `select aggregate_id, pos from outbox where event->>'correlationid' = $1 and aggregate_type <> 'Book' order by pos`
    const rows = await query<{ aggregate_id: string; pos: string }>(stack, name, text, [rentalId])
    for (const { aggregate_id: id } of rows) ids.add(id)
    positions[name] = rows.map(({ pos }) => Number(pos))
    const [state] = await query<{ last_pos: string }>(stack, name, 'select last_pos from relay_state')
    last[name] = Number(state?.last_pos)
  }
  return { user, ids: [...ids], positions, last }
}

/** Adds so many copies of the pattern's rows to a database, with ids and positions of their own. Nobody may use it meanwhile. */
export async function fillDatabase(
  stack: Stack,
  name: WritingSubgraph,
  pattern: Pattern,
  copies: number,
): Promise<void> {
  const url = new URL(stack.postgresUrl('postgres'))
  url.pathname = name
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    // No triggers: what they check holds for a copy as for the pattern.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
    const { rows: columns } = await client.query<Column>(COLUMNS)
    for (const [table, ofTable] of Map.groupBy(columns, (column) => column.table)) {
      await client.query(copy(table, ofTable, name, pattern, copies))
    }
    const given = copies * (pattern.positions[name]?.length ?? 0)
    await client.query(
      'update relay_state set last_pos = last_pos + $1, published = int8multirange(int8range(1, last_pos + $1 + 1))',
      [given],
    )
    for (const [producer, { length }] of Object.entries(pattern.positions)) {
      await client.query('update inbox_position set pos = pos + $1 where producer = $2', [copies * length, producer])
    }
    // As autovacuum does in time; not while the next load is measured.
    await client.query('vacuum (analyze)')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

function copy(table: string, columns: readonly Column[], database: string, pattern: Pattern, copies: number): string {
  const names = columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ')
  const values = columns.map((column) => valueOf(column, database, pattern)).join(', ')
  // What happened to the title for its sake is the title's.
  const where = columns.some(({ name }) => name === 'aggregate_id') ? 't.aggregate_id' : 't::text'
  const known = [...pattern.ids, pattern.user].map((id) => `${where} like ${pg.escapeLiteral(`%${id}%`)}`)
  return `with t as materialized (select * from ${table} t where ${known.join(' or ')})
    insert into ${table} (${names}) select ${values} from t, generate_series(1, ${copies}) as copy`
}

function valueOf({ table, name, type }: Column, database: string, pattern: Pattern): string {
  const column = `t.${pg.escapeIdentifier(name)}`
  if (name === 'pos' && table === 'public.outbox') return positionOf(column, database, pattern)
  if (name === 'pos' && table === 'public.inbox') {
    const cases = Object.keys(pattern.positions).map(
      (producer) => `when ${pg.escapeLiteral(producer)} then ${positionOf(column, producer, pattern)}`,
    )
    return `case t.producer ${cases.join(' ')} end`
  }
  if (type === 'uuid') return KEPT.has(name) ? column : `md5(${column}::text || copy)::uuid`
  // The id of an event in a text: it is none of the aggregates', and must be one of the copy's own.
  if (name === 'dedupe') return `${column} || ' ' || copy`
  if (type !== 'text' && !type.startsWith('json')) return column
  const renamed = pattern.ids.reduce(
    (text, id) => `replace(${text}, ${pg.escapeLiteral(id)}, md5(${pg.escapeLiteral(id)} || copy)::uuid::text)`,
    `replace(${column}::text, ${pg.escapeLiteral(pattern.user)}, ${pg.escapeLiteral(`${pattern.user}-`)} || copy)`,
  )
  return `(${renamed})::${type}`
}

/** The copies' events follow each other behind the newest one, without a gap. */
function positionOf(column: string, producer: string, { positions, last }: Pattern): string {
  const own = positions[producer] ?? []
  return `${last[producer] ?? 0} + (copy - 1)::bigint * ${own.length} + array_position('{${own.join(',')}}'::bigint[], ${column})`
}
