import type { DomainEvent, PublishedEvent } from '@ebook/nats/event'
import type { Row } from '../row.ts'
import type { Statement } from '../statements.ts'

const nothing: readonly Row[] = []

/** nats/outbox.ts: the aggregate's next version, and the owner's clock. */
const append: Statement = (database, [id, type, aggregateId, envelope]) => {
  let version = 0
  for (const row of database.table('outbox').rows) {
    if (row['aggregate_id'] === aggregateId && row['aggregate_type'] === type)
      version = Math.max(version, Number(row['aggregate_version']))
  }
  const event = {
    ...(JSON.parse(String(envelope)) as Omit<DomainEvent, 'aggregateversion' | 'time'>),
    aggregateversion: version + 1,
    time: database.now.toISOString(),
  }
  database.insert('outbox', {
    event_id: id,
    aggregate_type: type,
    aggregate_id: aggregateId,
    aggregate_version: version + 1,
    event,
  })
  return nothing
}

/** nats/inbox.ts: `unnest` of six lists. A second event at a taken position is an error, not a duplicate. */
const insertInbox: Statement = (database, [consumer, ids, producers, positions, types, aggregates, versions]) => {
  const list = (value: unknown) => value as readonly unknown[]
  const inbox = database.table('inbox')
  const inserted: Row[] = []
  for (const [index, event_id] of list(ids).entries()) {
    const before = inbox.rows.length
    const row = inbox.insert(
      {
        consumer,
        event_id,
        producer: list(producers)[index],
        pos: list(positions)[index],
        aggregate_type: list(types)[index],
        aggregate_id: list(aggregates)[index],
        aggregate_version: list(versions)[index],
        outcome: 'handled',
      },
      database.now,
      database.next,
      ['consumer', 'event_id'],
    )
    if (inbox.rows.length > before) inserted.push({ event_id: row['event_id'] })
  }
  return inserted
}

/** nats/inbox.ts: parked messages whose predecessor was handled. */
const readyParked: Statement = (database, [consumer]) => {
  const parked = database.table('parked_message').rows
  if (parked.length === 0) return nothing
  const inbox = database.table('inbox').rows
  return parked
    .filter(
      (one) =>
        one['consumer'] === consumer &&
        inbox.some(
          (row) =>
            row['consumer'] === consumer &&
            row['outcome'] === 'handled' &&
            row['aggregate_type'] === one['aggregate_type'] &&
            row['aggregate_id'] === one['aggregate_id'] &&
            row['aggregate_version'] === Number(one['aggregate_version']) - 1,
        ),
    )
    .toSorted((one, other) => Number(one['aggregate_version']) - Number(other['aggregate_version']))
    .slice(0, 100)
    .map((one) => ({ event: JSON.parse(String(one['event'])) as PublishedEvent }))
}

/** nats/dead-letters.ts: on a connection of its own. */
export const countAttempt: Statement = (database, [consumer, event_id]) => {
  const table = database.table('delivery_attempt')
  const [again] = table.update(
    (row) => row['consumer'] === consumer && row['event_id'] === event_id,
    (row) => ({ attempts: Number(row['attempts']) + 1 }),
  )
  return [again ?? database.insert('delivery_attempt', { consumer, event_id, attempts: 1, last_error: null })]
}

/** nats/dead-letters.ts */
const buryInInbox: Statement = (database, [consumer, event_id, producer, pos, type, aggregate, version]) => {
  const row = { consumer, event_id, producer, pos, aggregate_type: type, aggregate_id: aggregate, outcome: 'dead' }
  database.table('inbox').insert({ ...row, aggregate_version: version }, database.now, database.next, 'all')
  return nothing
}

/** nats/repair.ts */
const readOutbox: Statement = (database, [from, to, limit]) =>
  database
    .table('outbox')
    .rows.filter(({ pos }) => pos !== null && Number(pos) >= Number(from) && Number(pos) <= Number(to))
    .toSorted((one, other) => Number(one['pos']) - Number(other['pos']))
    .slice(0, Number(limit))
    .map(({ event, pos }) => ({ event, pos, bytes: 1_000 }))

/** nats/repair.ts: the mark up to which every position is there only rises. */
const advancePosition: Statement = (database, [consumer, producer]) => {
  const seen = new Set<number>()
  for (const row of database.table('inbox').rows) {
    if (row['consumer'] !== consumer || row['producer'] !== producer) continue
    seen.add(Number(row['pos']))
  }
  const marks = database.table('inbox_position')
  const isMine = (row: Row) => row['consumer'] === consumer && row['producer'] === producer
  const mark = marks.rows.find(isMine)
  let reached = Number(mark?.['pos'] ?? 0)
  while (seen.has(reached + 1)) reached += 1
  if (mark === undefined) database.insert('inbox_position', { consumer, producer, pos: reached })
  else if (reached > Number(mark['pos'])) marks.update(isMine, () => ({ pos: reached }))
  return [{ reached }]
}

/** chassis/handle-command.ts */
const writeHistory: Statement = (database, [type, id, actor, causationId, correlationId, events]) => {
  const history = database.table('history')
  let seq = 0
  for (const row of history.rows) if (row['aggregate_id'] === id && row['aggregate_type'] === type) seq += 1
  for (const { type: event_type, ...data } of JSON.parse(String(events)) as { type: string }[]) {
    seq += 1
    const what = { aggregate_type: type, aggregate_id: id, seq, event_type, data }
    database.insert('history', { ...what, actor, causation_id: causationId, correlation_id: correlationId })
  }
  return nothing
}

/** By the digests of their texts: see statementOf. */
export const messagingStatements: Readonly<Record<string, Statement>> = {
  bc13ae2e02f9: append,
  '103aa6243c06': insertInbox,
  fff251d07d46: readyParked,
  // A transaction has the whole database to itself.
  ac6075849375: () => nothing,
  '8411d659db7e': countAttempt,
  '5aeb6efaa8d1': buryInInbox,
  '5faabb95f050': readOutbox,
  '323c16d2f7ca': advancePosition,
  b14559bb0c05: writeHistory,
  '6b9d09d3ce8f': (database) => [{ now: database.now }],
}
