import type { PublishedEvent } from '@ebook/nats/event'
import type { StreamPlace } from '@ebook/nats/ordered-consumer'
import type { DashboardFile } from '../file/dashboard-file.ts'
import { toFolded } from '../file/folded-event.ts'
import type { Place } from '../file/place.ts'
import type { Statements } from '../file/sqlite.ts'
import type { StoredEvent } from '../file/tables.ts'
import { foldTitle } from '../projections/catalogue-row.ts'
import type { HoldRow } from '../projections/hold-row.ts'
import { HOLDS, RENTALS, type FollowedRow, type Kind } from '../projections/kinds.ts'
import type { FoldedEvent } from '../projections/rental-sources.ts'
import type { DashboardRow } from '../projections/row.ts'
import { keepEvents, rowIdOf, type Arrival, type Taken } from './keep-events.ts'
import { advancePositions } from './positions.ts'
import { AnonymousLives } from './redact-anonymous.ts'

/** A row that was folded anew. */
export interface Refolded<Row extends FollowedRow = DashboardRow> {
  readonly row: Row
  /** The file had none of it before. */
  readonly isNew: boolean
  /** All of its events, in no order. */
  readonly events: readonly FoldedEvent[]
  /** Those of them that are new, in the order of taking in. */
  readonly arrived: readonly Taken[]
}

/** What was committed: all that whoever hears of it may want to know. */
export interface Applied {
  /** The events that were new to the file. */
  readonly taken: readonly PublishedEvent[]
  readonly refolded: readonly Refolded[]
  readonly refoldedHolds: readonly Refolded<HoldRow>[]
  /** Events whose position another event holds already: their producer went back in time. Not taken in. */
  readonly conflicts: readonly PublishedEvent[]
  /** How far the file has read now. */
  readonly place: Place
  /** The number of the last event that it has now, in the order of taking in. */
  readonly applied: number
}

/**
 * Takes events into the file: events, rows and the place in the stream in one transaction, so that after a crash the file
 * is at the place it says. Events that it has are passed over. Events that were fetched from an outbox come without a
 * place: they do not move the file in the stream.
 */
export async function applyEvents(
  { writer }: Pick<DashboardFile, 'writer'>,
  arrivals: readonly Arrival[],
  reached?: StreamPlace,
  now = new Date(),
): Promise<Applied> {
  return writer.transaction(() => {
    const kept = keepEvents(writer, arrivals, reached)
    const taken = kept.taken.map(({ event }) => event)
    const [ofHolds, ofRentals] = [kept.taken.filter(isOfHold), kept.taken.filter((one) => !isOfHold(one))]
    const anonymous = new AnonymousLives(writer, kept.place)
    const refolded = refold(writer, RENTALS, ofRentals, anonymous)
    const refoldedHolds = refold(writer, HOLDS, ofHolds, anonymous)
    for (const subject of membersIn(taken)) anonymous.redactMember(saidOf(writer, subject))
    const { place } = anonymous
    refoldTitles(writer, taken, refolded)
    advancePositions(writer, taken)
    moveOn(writer, place, taken.at(-1), now)
    const applied = writer.first<{ applied: number | null }>('select max(applied) as applied from event')?.applied ?? 0
    return { taken, refolded, refoldedHolds, conflicts: kept.conflicts, place, applied }
  })
}

const membersIn = (taken: readonly PublishedEvent[]): ReadonlySet<string> =>
  new Set(taken.filter(({ aggregatetype }) => aggregatetype === 'Member').map(({ subject }) => subject))

const saidOf = (writer: Statements, subject: string): StoredEvent[] =>
  writer.all<StoredEvent>(`select * from event where aggregate_type = 'Member' and aggregate_id = ?`, subject)

const isOfHold = ({ event }: Taken): boolean => event.aggregatetype === 'Hold'

function refold<Row extends FollowedRow>(
  writer: Statements,
  { table, id, fold }: Kind<Row>,
  taken: readonly Taken[],
  anonymous: AnonymousLives,
): Refolded<Row>[] {
  const refolded: Refolded<Row>[] = []
  for (const [rowId, arrived] of Map.groupBy(taken, ({ event }) => rowIdOf(event))) {
    if (rowId === null) continue
    const stored = writer.all<StoredEvent>('select * from event where row_id = ?', rowId)
    const events = anonymous.redacted(stored).map(toFolded)
    const row = fold(rowId, events)
    if (!row) continue
    const isNew = put(writer, table, id, row)
    refolded.push({ row, isNew, events, arrived })
  }
  return refolded
}

function refoldTitles(writer: Statements, taken: readonly PublishedEvent[], rentals: readonly Refolded[]): void {
  const requests = Map.groupBy(
    rentals.filter(({ isNew }) => isNew),
    ({ row }) => row.book_id,
  )
  const told = taken.filter((event) => event.aggregatetype === 'Book').map((event) => event.subject)
  for (const bookId of new Set([...told, ...requests.keys()])) {
    const times = timesRequested(writer, bookId, requests.get(bookId)?.length ?? 0)
    const row = foldTitle(bookId, newestOfEachType(writer, bookId), times)
    if (row) put(writer, 'catalogue_row', 'book_id', row)
  }
}

/**
 * A title's history grows for ever, and only the newest of each kind says how it stands: each is looked up by itself, as one
 * that was lent a thousand times would be read from end to end with every event otherwise.
 */
const NEWEST_OF_EACH_TYPE = ['Registered', 'Revised', 'AvailabilityChanged']
  .map(
    (type) => `select * from (
       select * from event where aggregate_type = 'Book' and aggregate_id = ?1 and type = 'ebook.book.${type}.v1'
       order by aggregate_version desc limit 1
     )`,
  )
  .join(' union all ')

const newestOfEachType = (writer: Statements, bookId: string) =>
  writer.all<StoredEvent>(NEWEST_OF_EACH_TYPE, bookId).map(toFolded)

/** With so many that are new. Counted when the title becomes known. */
function timesRequested(writer: Statements, bookId: string, more: number): number {
  const known = writer.first<{ times: number }>(
    'select times_requested as times from catalogue_row where book_id = ?',
    bookId,
  )
  if (known) return known.times + more
  const counted = writer.first<{ times: number }>(
    'select count(*) as times from dashboard_row where book_id = ?',
    bookId,
  )
  return counted?.times ?? 0
}

/**
 * The row as it is now, whether there was one or not. Only what is new of it is written: SQLite writes every index anew of which
 * a column is given, the same or not. Returns whether there was none.
 */
function put(writer: Statements, table: string, key: string, row: object): boolean {
  const columns = Object.entries<string | number | null>({ ...row })
  const id = columns.find(([column]) => column === key)?.[1] ?? null
  const known = writer.first<Record<string, unknown>>(`select * from ${table} where ${key} = ?`, id)
  const changed = columns.filter(([column, value]) => known?.[column] !== value)
  if (changed.length === 0) return false
  const names = changed.map(([column]) => column)
  const values = changed.map(([, value]) => value)
  if (known)
    writer.run(`update ${table} set ${names.map((name) => `${name} = ?`).join(', ')} where ${key} = ?`, ...values, id)
  else writer.run(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`, ...values)
  return known === undefined
}

function moveOn(
  writer: Statements,
  { stream, sequence, mended }: Place,
  last: PublishedEvent | undefined,
  now: Date,
): void {
  writer.run(
    'update feed_state set stream_identity = ?, last_sequence = ?, mended = ?, lag_ms = coalesce(?, lag_ms)',
    stream === '' ? null : stream,
    sequence,
    mended ?? null,
    last ? Math.max(0, now.getTime() - Date.parse(last.time)) : null,
  )
}
