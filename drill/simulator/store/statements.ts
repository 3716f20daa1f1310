import type { Database } from './database.ts'
import { digestOf, UnknownSql, wordsOf, type Raw } from './raw.ts'
import type { Row } from './row.ts'
import { subgraphStatements } from './statements/subgraphs.ts'

/** What a statement in SQL does to the tables, and the rows that it returns. */
export type Statement = (database: Database, parameters: readonly unknown[]) => readonly Row[]

/**
 * Statements by the digest of their text. A statement of the product that changes by a single character is not known any
 * more, so that nobody changes SQL and leaves the simulator believing in the old one.
 */
const statements: ReadonlyMap<string, Statement> = new Map(Object.entries(subgraphStatements))

const byTemplate = new WeakMap<readonly string[], Statement>()

export function statementOf(raw: Raw): Statement {
  const known = byTemplate.get(raw.sqlFragments)
  if (known) return known
  const statement = statements.get(digestOf(wordsOf(raw)))
  if (statement === undefined) throw new UnknownSql('statement', raw)
  byTemplate.set(raw.sqlFragments, statement)
  return statement
}
