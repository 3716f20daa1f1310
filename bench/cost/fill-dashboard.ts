import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { Pattern } from './fill-postgres.ts'

/** What our functions return in one statement stays in memory until its end. */
const AT_ONCE = 10_000

/** The same for a dashboard's file. Its replica must not run. */
export function fillDashboard(file: string, { user, ids, positions, last }: Pattern, copies: number): void {
  const database = new DatabaseSync(file)
  const known = new Set([...ids, user])
  const idOf = (id: unknown, copy: unknown) => {
    const hex = createHash('md5')
      .update(`${String(id)}${String(copy)}`)
      .digest('hex')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
  database.function('renamed', (text, copy) => {
    if (typeof text !== 'string') return text
    if (text === user) return `${user}-${String(copy)}`
    return known.has(text) ? idOf(text, copy) : text
  })
  database.function('event_id_of', (id, copy) => idOf(id, copy))
  database.function('pos_of', (producer, pos, copy) => {
    const own = positions[String(producer)] ?? []
    return (last[String(producer)] ?? 0) + (Number(copy) - 1) * own.length + own.indexOf(Number(pos)) + 1
  })
  try {
    database.exec('begin')
    for (const [table, ofRental] of [
      ['event', 'row_id'],
      ['dashboard_row', 'rental_id'],
    ] as const) {
      const columns = database.prepare(`select name from pragma_table_info('${table}')`).all() as { name: string }[]
      const names = columns.map(({ name }) => name).filter((name) => name !== 'applied')
      const values = names.map((name) => {
        if (table === 'event' && name === 'event_id') return 'event_id_of(event_id, copy)'
        if (table === 'event' && name === 'pos') return 'pos_of(producer, pos, copy)'
        return `renamed(${name}, copy)`
      })
      const fill = database.prepare(
        `insert into ${table} (${names.join(', ')})
          with recursive copies (copy) as (select ? union all select copy + 1 from copies where copy < ?)
          select ${values.join(', ')} from ${table}, copies where ${ofRental} in (${ids.map(() => '?').join(', ')})${table === 'event' ? ` and aggregate_type <> 'Book'` : ''}`,
      )
      for (let from = 1; from <= copies; from += AT_ONCE) fill.run(from, Math.min(copies, from + AT_ONCE - 1), ...ids)
    }
    const advance = database.prepare(
      'update producer_position set contiguous = contiguous + ?, highest = highest + ? where producer = ?',
    )
    for (const [producer, { length }] of Object.entries(positions)) {
      advance.run(copies * length, copies * length, producer)
    }
    database.exec('commit; analyze')
  } finally {
    database.close()
  }
}
