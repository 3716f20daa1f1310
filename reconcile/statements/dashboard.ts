import { setTimeout as delay } from 'node:timers/promises'
import { createLogger } from '@ebook/chassis/log'
import { positionsOf } from '@ebook/dashboard/feed/positions'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import type { FoldedEvent } from '@ebook/dashboard/projections/rental-sources'
import { foldRow, type DashboardRow } from '@ebook/dashboard/projections/row'
import { LiveFileIncomplete, verify } from '@ebook/dashboard/rebuild/rebuild'
import { connectNats } from '@ebook/nats/connection'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import type { Installation } from '../installation.ts'
import { merged } from '../merge.ts'
import { firstOf, type OffendingRow, type Statement } from '../statement.ts'

type LiveRow = DashboardRow
interface Told {
  readonly rental_id: string
  readonly events: readonly FoldedEvent[]
}

/** What the file has not heard though it has heard what comes after it: until then nothing of it can be compared. */
async function holeIn(
  file: string,
  db: Parameters<typeof positionsOf>[0],
  databases: Installation['databases'],
): Promise<OffendingRow | undefined> {
  for (const { producer, contiguous, highest } of await positionsOf(db)) {
    if (contiguous === highest) continue
    const [hole] = await databases[producer as WritingSubgraph].rows<{ ago: number }>(
      'select extract(epoch from now() - appended_at)::float8 as ago from outbox where pos = $1',
      [contiguous + 1],
    )
    const problem = `has a hole after position ${contiguous} of ${producer}: its rows cannot be compared`
    return { row: `dashboard ${file}`, problem, movedAgo: hole?.ago }
  }
  return undefined
}

async function* strayed({ databases, dashboards }: Installation): AsyncGenerator<OffendingRow> {
  for (const file of dashboards) yield* strayedIn(file, databases)
}

/** The same fold, of the outboxes themselves, up to exactly the positions that the file has reached. */
async function* strayedIn(file: string, databases: Installation['databases']): AsyncGenerator<OffendingRow> {
  const db = await openForReading(file)
  const snapshot = await db.startTransaction().execute()
  try {
    const hole = await holeIn(file, snapshot, databases)
    if (hole) return yield hole
    const positions = new Map((await positionsOf(snapshot)).map((position) => [position.producer, position]))
    const rows = snapshot.selectFrom('dashboard_row').selectAll().orderBy('rental_id').stream()
    const [book, rent, payment, promotion] = WRITING_SUBGRAPHS.map((producer) =>
      databases[producer].stream<Told>(
        `select event->>'correlationid' as rental_id, json_agg(json_build_object('id', event_id, 'type', event->>'type',
           'aggregateType', aggregate_type, 'aggregateId', aggregate_id, 'aggregateVersion', aggregate_version,
           'data', event->'data')) as events
         from outbox where pos <= $1 and not (aggregate_type = 'Book' and event->>'correlationid' = aggregate_id)
         group by event->>'correlationid' order by (event->>'correlationid') collate "C"`,
        [positions.get(producer)?.contiguous ?? 0],
      ),
    )
    if (!book || !rent || !payment || !promotion) return
    const streams = [rows, book, rent, payment, promotion] as const
    const sides = merged<[LiveRow, Told, Told, Told, Told]>([...streams], ({ rental_id }) => rental_id)
    for await (const {
      key,
      rows: [live, ...told],
    } of sides) {
      const folded = foldRow(
        key,
        told.flatMap((side) => side?.events ?? []),
      )
      const problem = differenceOf(live, folded)
      if (problem !== undefined) yield { row: `dashboard row ${key} in ${file}`, problem }
    }
  } finally {
    await snapshot.rollback().execute()
    await db.destroy()
  }
}

async function holeOf(file: string, databases: Installation['databases']): Promise<OffendingRow | undefined> {
  const db = await openForReading(file)
  try {
    return await holeIn(file, db, databases)
  } finally {
    await db.destroy()
  }
}

function differenceOf(live: DashboardRow | undefined, folded: DashboardRow | undefined): string | undefined {
  if (live === undefined) return folded === undefined ? undefined : `is not there, and should be ${folded.status}`
  if (folded === undefined) return `is ${live.status}, and no source has said so`
  const was: Readonly<Record<string, unknown>> = { ...live }
  const different = Object.entries(folded).filter(([field, value]) => was[field] !== value)
  if (different.length === 0) return undefined
  return different
    .map(([field, value]) => `${field} is ${String(was[field])}, by the sources ${String(value)}`)
    .join('; ')
}

export const rowsAreFolds: Statement = {
  number: 17,
  title: 'every dashboard row = the fold of the sources',
  needs: 'dashboard file',
  check: (installation) => firstOf(strayed(installation)),
}

/** NATS does not answer. */
export class NatsUnreachable extends Error {
  override readonly name = 'NatsUnreachable'
}

const REBUILT_WITHIN_MS = 300_000

export const rebuildIsTheSame: Statement = {
  number: 18,
  title: 'a rebuild of the dashboard gives the same bytes',
  needs: 'NATS',
  heavy: true,
  async check({ databases, nats: access, dashboards }) {
    if (access === undefined) return []
    // Whoever verifies waits for its holes to be repaired, which may be for ever.
    const holes = await Promise.all(dashboards.map((file) => holeOf(file, databases)))
    if (holes.some((hole) => hole !== undefined)) return holes.filter((hole) => hole !== undefined)
    const connecting = connectNats({ ...access, name: 'reconcile' })
    const nats = await Promise.race([connecting, delay(10_000, undefined, { ref: false })])
    if (!nats) throw new NatsUnreachable(`NATS does not answer on ${access.url}. Is it running?`)
    try {
      const found: OffendingRow[] = []
      for (const path of dashboards) {
        const log = createLogger('reconcile', 'silent')
        const verdict = await verify({ path, nats, log, signal: AbortSignal.timeout(REBUILT_WITHIN_MS) }).catch(
          (error: unknown) => {
            if (error instanceof LiveFileIncomplete) return error
            throw error
          },
        )
        if (verdict instanceof LiveFileIncomplete)
          found.push({ row: `dashboard ${path}`, problem: verdict.message, movedAgo: 0 })
        else {
          found.push(
            ...verdict.differences.map(({ table, key, live, rebuilt }) => ({
              row: `${table} ${key} in ${path}`,
              problem: `is ${JSON.stringify(live) ?? 'not there'}, rebuilt ${JSON.stringify(rebuilt) ?? 'not there'}`,
            })),
          )
        }
      }
      return found
    } finally {
      await nats.close()
    }
  },
}
