import { LISTENERS, WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import type { Reader } from '../installation.ts'
import { ROWS_AT_MOST, type OffendingRow, type Statement } from '../statement.ts'

/** SQL: the seconds since an aggregate moved last, by its owner's clock; null when it has no history. `id` is SQL too. */
export const movedAgo = (type: string, id: string) =>
  `(select extract(epoch from now() - max(at))::float8 from history where aggregate_type = '${type}' and aggregate_id = ${id}::text)`

/** The column that keeps a field: its name in snake case. */
export const columnOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** SQL: fields by the columns that keep them. */
export const columnsOf = (fields: readonly string[]): string =>
  fields.map((field) => `${columnOf(field)} as "${field}"`).join(', ')

/** Of more rows than can be shown, those that moved longest ago. */
export const OLDEST_FIRST = 'order by "movedAgo" desc nulls first'

/** What a query finds that gives `row`, `problem` and perhaps `movedAgo`: with a null in it no waiting mends the row. */
export async function offendingIn(reader: Reader, query: string): Promise<OffendingRow[]> {
  const rows = await reader.rows<OffendingRow & { movedAgo?: number | null }>(
    `select * from (${query}) as offending limit ${ROWS_AT_MOST}`,
  )
  return rows.map((each) => ({ ...each, movedAgo: each.movedAgo ?? undefined }))
}

/** Whether the payment provider is the simulated one, whose books lie in payment's database and can be read. */
export async function hasProvider(payment: Reader): Promise<boolean> {
  const [row] = await payment.rows<{ there: boolean }>(
    `select exists (
       select from pg_namespace where nspname = 'simulated_provider' and has_schema_privilege(oid, 'usage')) as there`,
  )
  return row?.there === true
}

interface Query {
  readonly database: WritingSubgraph
  readonly query: string
  /** It reads the provider's own books. */
  readonly ofProvider?: boolean
}

/** A statement that queries tell, each in one database. */
export const toldBy = (statement: Omit<Statement, 'check'>, queries: readonly Query[]): Statement => ({
  ...statement,
  async check({ databases }) {
    const found: OffendingRow[] = []
    const provider = await hasProvider(databases.payment)
    for (const { database, query, ofProvider } of queries) {
      if (provider || !ofProvider) found.push(...(await offendingIn(databases[database], query)))
    }
    return found
  },
})

/** A statement that one query tells, in each of the databases; `where` goes before a database's name. */
export const toldInEach = (statement: Omit<Statement, 'check'>, where: string, query: string): Statement =>
  toldBy(
    statement,
    WRITING_SUBGRAPHS.map((database) => ({
      database,
      query: `select row || ' ${where} ${database}' as row, problem, "movedAgo" from (${query}) as here`,
    })),
  )

/** Whom each context hears. It hears all that they say: a hole in their positions is how it finds what was lost. */
export const subscriptions: readonly { readonly consumer: WritingSubgraph; readonly producer: WritingSubgraph }[] =
  WRITING_SUBGRAPHS.flatMap((consumer) => LISTENERS[consumer].map((producer) => ({ consumer, producer })))
