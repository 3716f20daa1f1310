import { sql } from 'kysely'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import { WRITING_SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import type { Installation, Reader } from '../installation.ts'
import { merged } from '../merge.ts'
import { firstOf, type OffendingRow, type Statement } from '../statement.ts'
import { subscriptions } from './queries.ts'

interface Place {
  /** Padded, so that it sorts as a string. */
  readonly key: string
  readonly id: string
}
interface Sent extends Place {
  readonly ago: number
}

/** What a consumer lacks, and what it has that nobody said. */
interface Finding {
  readonly kind: 'missing' | 'unfounded'
  readonly row: OffendingRow
}

const key = `lpad(pos::text, 20, '0')`
const fingerprint = `count(*) || '/' || coalesce(sum(hashtextextended(event_id::text || aggregate_type || aggregate_id
  || aggregate_version, pos)::numeric), 0) as print`

/**
 * Up to the consumer's contiguous position both sides are final, so that equal fingerprints are enough there: row by row
 * only where they differ, and beyond. The inbox is read before the outbox.
 */
async function* heardBy(consumer: string, inbox: Reader, producer: string, outbox: Reader): AsyncGenerator<Finding> {
  const [at] = await inbox.rows<{ pos: string }>(
    'select coalesce(max(pos), 0)::text as pos from inbox_position where consumer = $1 and producer = $2',
    [consumer, producer],
  )
  const reached = at?.pos ?? '0'
  const [had] = await inbox.rows<{ print: string }>(
    `select ${fingerprint} from inbox where consumer = $1 and producer = $2 and pos <= $3`,
    [consumer, producer, reached],
  )
  const [said] = await outbox.rows<{ print: string }>(`select ${fingerprint} from outbox where pos <= $1`, [reached])
  const from = had?.print === said?.print ? reached : '0'
  const received = inbox.stream<Place>(
    `select ${key} as key, event_id || ' ' || aggregate_type || ' ' || aggregate_id || ' ' || aggregate_version as id
     from inbox where consumer = $1 and producer = $2 and pos > $3 order by pos`,
    [consumer, producer, from],
  )
  const sent = outbox.stream<Sent>(
    `select ${key} as key, event_id || ' ' || aggregate_type || ' ' || aggregate_id || ' ' || aggregate_version as id,
       extract(epoch from now() - appended_at)::float8 as ago from outbox where pos > $1 order by pos`,
    [from],
  )
  yield* compared(consumer, producer, Number(reached), received, sent)
}

async function* compared(
  consumer: string,
  producer: string,
  reached: number,
  received: AsyncIterable<Place>,
  sent: AsyncIterable<Sent>,
): AsyncGenerator<Finding> {
  for await (const { key: place, rows } of merged<[Place, Sent]>([received, sent], (row) => row.key)) {
    const [had, said] = rows
    if (had?.id === said?.id) continue
    const pos = Number(place)
    const where = `position ${pos} of ${producer} at ${consumer}`
    if (said && had === undefined) {
      // Nobody looks for holes below the position that was reached.
      const problem = `event ${said.id} was never heard`
      yield { kind: 'missing', row: { row: where, problem, movedAgo: pos <= reached ? undefined : said.ago } }
    }
    if (had) {
      const problem = `heard event ${had.id}; the outbox has ${said ? `event ${said.id}` : 'none'}`
      yield { kind: 'unfounded', row: { row: where, problem } }
    }
  }
}

async function* heardByDashboard(file: string, databases: Installation['databases']): AsyncGenerator<Finding> {
  const db = await openForReading(file)
  try {
    for (const producer of WRITING_SUBGRAPHS) {
      const { rows } = await sql<{ reached: number }>`
        select contiguous as reached from producer_position where producer = ${producer}`.execute(db)
      const received = db
        .selectFrom('event')
        .select([
          sql<string>`printf('%020d', pos)`.as('key'),
          sql<string>`event_id || ' ' || aggregate_type || ' ' || aggregate_id || ' ' || aggregate_version`.as('id'),
        ])
        .where('producer', '=', producer)
        .orderBy('pos')
        .stream()
      const sent = databases[producer].stream<Sent>(
        `select ${key} as key, event_id || ' ' || aggregate_type || ' ' || aggregate_id || ' ' || aggregate_version as id,
           extract(epoch from now() - appended_at)::float8 as ago from outbox where pos is not null order by pos`,
      )
      yield* compared(`dashboard ${file}`, producer, rows[0]?.reached ?? 0, received, sent)
    }
  } finally {
    await db.destroy()
  }
}

async function* findings({ databases, dashboards }: Installation): AsyncGenerator<Finding> {
  for (const { consumer, producer } of subscriptions)
    yield* heardBy(consumer, databases[consumer], producer, databases[producer])
  for (const file of dashboards) yield* heardByDashboard(file, databases)
}

async function* found(installation: Installation, kind: Finding['kind']): AsyncGenerator<OffendingRow> {
  for await (const finding of findings(installation)) if (finding.kind === kind) yield finding.row
}

export const everyEventHeard: Statement = {
  number: 13,
  title: 'every event exactly once in every subscribed inbox',
  check: (installation) => firstOf(found(installation, 'missing')),
}

export const noEventUnfounded: Statement = {
  number: 16,
  title: 'no inbox row without an outbox row',
  check: (installation) => firstOf(found(installation, 'unfounded')),
}
