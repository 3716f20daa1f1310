import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../file/tables.ts'

export interface Difference {
  readonly table: 'dashboard_row' | 'catalogue_row' | 'hold_row'
  readonly key: string
  /** Undefined where the row is missing. */
  readonly live: object | undefined
  readonly rebuilt: object | undefined
}

export interface Comparison {
  readonly rows: { readonly live: number; readonly rebuilt: number }
  /** SHA-256 over the rows in the order of their keys: equal if and only if the rows are. */
  readonly hash: { readonly live: string; readonly rebuilt: string }
  readonly differing: number
  /** The first few. */
  readonly differences: readonly Difference[]
}

const SHOWN = 10

/** Compares everything that can be asked for, row by row, without holding it in memory. */
export async function compareFiles(live: Kysely<Tables>, rebuilt: Kysely<Tables>): Promise<Comparison> {
  const hashes = { live: createHash('sha256'), rebuilt: createHash('sha256') }
  const rows = { live: 0, rebuilt: 0 }
  const differences: Difference[] = []
  let differing = 0
  for (const { table, keyOf, read } of tables) {
    for await (const pair of paired(read(live), read(rebuilt), keyOf)) {
      for (const side of ['live', 'rebuilt'] as const) {
        if (!pair[side]) continue
        rows[side] += 1
        hashes[side].update(`${table} ${textOf(pair[side])}\n`)
      }
      if (textOf(pair.live) === textOf(pair.rebuilt)) continue
      differing += 1
      if (differences.length < SHOWN) differences.push({ table, ...pair })
    }
  }
  return {
    rows,
    hash: { live: hashes.live.digest('hex'), rebuilt: hashes.rebuilt.digest('hex') },
    differing,
    differences,
  }
}

type Row = Readonly<Record<string, unknown>>

const tables = [
  {
    table: 'dashboard_row',
    keyOf: (row: Row) => String(row['rental_id']),
    read: (db: Kysely<Tables>): AsyncIterable<Row> =>
      rowsOf(db.selectFrom('dashboard_row').selectAll().orderBy('rental_id').stream()),
  },
  {
    table: 'catalogue_row',
    keyOf: (row: Row) => String(row['book_id']),
    read: (db: Kysely<Tables>): AsyncIterable<Row> =>
      rowsOf(db.selectFrom('catalogue_row').selectAll().orderBy('book_id').stream()),
  },
  {
    table: 'hold_row',
    keyOf: (row: Row) => String(row['hold_id']),
    read: (db: Kysely<Tables>): AsyncIterable<Row> =>
      rowsOf(db.selectFrom('hold_row').selectAll().orderBy('hold_id').stream()),
  },
] as const

async function* rowsOf(stream: AsyncIterable<object>): AsyncIterable<Row> {
  for await (const row of stream) yield { ...row }
}

function textOf(row: Row | undefined): string {
  return JSON.stringify(row && Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))) ?? ''
}

interface Pair {
  readonly key: string
  readonly live: Row | undefined
  readonly rebuilt: Row | undefined
}

/** Both sides in the order of their keys, side by side. */
async function* paired(
  live: AsyncIterable<Row>,
  rebuilt: AsyncIterable<Row>,
  keyOf: (row: Row) => string,
): AsyncIterable<Pair> {
  const left = live[Symbol.asyncIterator]()
  const right = rebuilt[Symbol.asyncIterator]()
  let [a, b] = [await left.next(), await right.next()]
  while (!a.done || !b.done) {
    const keyA = a.done ? undefined : keyOf(a.value)
    const keyB = b.done ? undefined : keyOf(b.value)
    const key = keyA === undefined || (keyB !== undefined && keyB < keyA) ? keyB : keyA
    if (key === undefined) return
    yield { key, live: keyA === key ? a.value : undefined, rebuilt: keyB === key ? b.value : undefined }
    if (keyA === key) a = await left.next()
    if (keyB === key) b = await right.next()
  }
}
