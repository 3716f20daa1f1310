import { sql, type Kysely, type RawBuilder } from 'kysely'
import { ownStore, storeOperation, type StoreOperation } from './store-operation.ts'

type Handle = Pick<Kysely<unknown>, 'getExecutor'>
type Statement = RawBuilder<unknown>

/** What is written of any number of items: one part of a statement, or several by name that may refer to each other. */
type Parts = Statement | Readonly<Record<string, Statement>>

/** An operation that only writes, so that it can be one statement with others. By itself it is one, too. */
export type StoreWrite<Item> = StoreOperation<Handle, [items: readonly Item[]], void> & {
  /** The names are of the whole statement: no two writes may use the same. */
  parts(items: readonly Item[]): Parts
}

/** An operation with what it is to write. */
export interface Written {
  readonly write: StoreWrite<never>
  readonly items: readonly unknown[]
}

export function storeWrite<Item>(operation: string, parts: (items: readonly Item[]) => Parts): StoreWrite<Item> {
  const alone = storeOperation(operation, async (tx: Handle, items: readonly Item[]): Promise<void> => {
    await statementOf([parts(items)]).execute(tx)
  })
  return Object.assign(alone, { parts })
}

/**
 * Writes all of it in one statement, which sees nothing of what it writes, and whose parts happen in no order: none may
 * touch a row that another one does. A part that has to come after another counts the other's rows.
 */
export async function writeTogether(tx: Handle, written: readonly Written[]): Promise<void> {
  if (ownStore in tx) {
    for (const { write, items } of written) await write(tx, items as never)
  } else {
    await statementOf(inOneOrder(written).map(({ write, items }) => write.parts(items as never))).execute(tx)
  }
}

/** What is written together is one text, and prepared and planned once, in whichever order it was decided. */
const inOneOrder = (written: readonly Written[]): readonly Written[] =>
  written.toSorted((one, other) => (one.write.operation < other.write.operation ? -1 : 1))

/** The statement that all of it is. */
export function statementOf(all: readonly Parts[]): Statement {
  const named = all.flatMap((parts, index): [string, Statement][] =>
    'execute' in parts ? [[`written_${index}`, parts as Statement]] : Object.entries(parts),
  )
  const expressions = named.map(([name, part]) => sql`${sql.ref(name)} as (${part})`)
  return sql`with ${sql.join(expressions)} select`
}

/**
 * Rows of a table as json, so that any number of them is one parameter, and one text is prepared for all. The limit tells
 * the planner how many they are: of the function alone it expects a hundred, for which it would rather read a table of
 * ten thousand rows from end to end.
 */
export const rowsAs = (name: string, table: string, rows: readonly object[]): RawBuilder<unknown> =>
  sql`(select * from json_populate_recordset(null::${sql.ref(table)}, ${JSON.stringify(rows)}::json)
    limit ${rows.length}) as ${sql.ref(name)}`
