import { CompiledQuery, type Kysely } from 'kysely'
import { tablesWith } from '../sql/tables-with.ts'

/** The tables of a database in which a text stands. */
export async function tablesOf(db: Kysely<never>, text: string): Promise<string[]> {
  const found = await tablesWith(async (query, values) => {
    const { rows } = await db.executeQuery(CompiledQuery.raw(query, [...values]))
    return rows as never
  }, text)
  return found.map(({ table }) => table)
}
