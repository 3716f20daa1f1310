import { randomUUID } from 'node:crypto'
import type { HistoryTables } from '@ebook/chassis/history'
import { countInLogs } from '@ebook/chassis/sql/count-in-logs'
import { redactHistory, redactKept } from '@ebook/chassis/sql/redact-history'
import { writeHistory } from '@ebook/chassis/sql/write-history'
import type { PublishedEvent } from '@ebook/nats/event'
import { redact } from '@ebook/nats/redact'
import { advanceOutbox } from '@ebook/nats/sql/advance-outbox'
import { advancePosition } from '@ebook/nats/sql/advance-position'
import { aggregateKey } from '@ebook/nats/sql/aggregates'
import { alreadyTaken } from '@ebook/nats/sql/already-taken'
import { countAttempt, forgetAttempts, noteFailure } from '@ebook/nats/sql/attempts'
import { buryEvent } from '@ebook/nats/sql/bury'
import { enterInInbox } from '@ebook/nats/sql/inbox-rows'
import { insertOutbox } from '@ebook/nats/sql/insert-outbox'
import { lookIntoInbox } from '@ebook/nats/sql/look-into-inbox'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import { isAnyParked, park, readyParked, takeParked } from '@ebook/nats/sql/parked'
import { readOutbox } from '@ebook/nats/sql/read-outbox'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import { redactOutbox, type Life } from '@ebook/nats/sql/redact-outbox'
import { beginEpoch, publishAgain } from '@ebook/nats/sql/relay-state'
import type { InboxOutcome, MessagingTables } from '@ebook/nats/tables'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'

type Road = Tables<MessagingTables>

const adapter = adaptersOver<MessagingTables & HistoryTables>()

const inboxRow = (consumer: string, event: PublishedEvent, outcome: InboxOutcome) => ({
  consumer,
  event_id: event.id,
  producer: event.producer,
  pos: String(event.pos),
  aggregate_type: event.aggregatetype,
  aggregate_id: event.subject,
  aggregate_version: event.aggregateversion,
  outcome,
})

function setOutcome({ inbox }: Road, consumer: string, eventId: string, outcome: InboxOutcome): void {
  inbox.update(inbox.get(consumer, eventId), { outcome })
}

function stateOf({ relay_state }: Pick<Road, 'relay_state'>) {
  const [state] = relay_state.rows
  if (!state) throw new Error('relay_state has no row')
  return state
}

/** The positions that the broker has acknowledged; here they are kept as a list. */
const publishedOf = ({ published }: { readonly published: string }) => new Set(JSON.parse(published) as number[])

/** The rows that the broker has not acknowledged, in the order of appending. */
export function unpublishedIn(tables: Pick<Road, 'outbox' | 'relay_state'>) {
  const published = publishedOf(stateOf(tables))
  return tables.outbox.rows.filter(({ pos }) => pos === null || !published.has(Number(pos)))
}

/** The highest version of an aggregate among the rows. */
function newestOf<R extends { aggregate_type: string; aggregate_id: string; aggregate_version: number }>(
  rows: readonly R[],
  type: string,
  id: string,
): R | undefined {
  let newest: R | undefined
  for (const row of rows)
    if (row.aggregate_id === id && row.aggregate_type === type)
      if (newest === undefined || row.aggregate_version > newest.aggregate_version) newest = row
  return newest
}

const isOf = (lives: readonly Life[], row: { aggregate_type: string; aggregate_id: string }) =>
  lives.some(({ aggregate, id }) => row.aggregate_type === aggregate && row.aggregate_id === id)

/** As a column of type json keeps it. */
const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

export const roadAdapters: readonly Adapter[] = [
  adapter(insertOutbox, ({ outbox }, _, events) => {
    for (const event of copyOf(events)) {
      const { id: event_id, aggregatetype, subject: aggregate_id, aggregateversion } = event
      const of = { aggregate_type: aggregatetype, aggregate_id, aggregate_version: aggregateversion }
      outbox.insert({ event_id, ...of, event })
    }
  }),
  adapter(newestEventOf, ({ outbox }, _, type, id) => {
    const newest = newestOf(outbox.rows, type, id)
    return newest ? [newest.event_id] : []
  }),
  adapter(writeHistory, ({ history }, _, happened) => {
    for (const { aggregate: aggregate_type, id: aggregate_id, seq, event, cause } of copyOf(happened)) {
      const { type: event_type, ...data } = event
      const { actor, causationId: causation_id, correlationId: correlation_id } = cause
      history.insert({ aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id })
    }
  }),
  adapter(countInLogs, ({ outbox, history }, _, type, ids) => {
    const counted = (id: string) => {
      const lived = history.rows.filter((row) => row.aggregate_id === id && row.aggregate_type === type)
      const said = newestOf(outbox.rows, type, id)?.aggregate_version ?? 0
      return { said, happened: Math.max(0, ...lived.map(({ seq }) => seq)) }
    }
    return new Map(ids.map((id) => [id, counted(id)]))
  }),
  adapter(redactOutbox, ({ outbox }, redacted_at, lives, redaction) => {
    for (const row of outbox.rows)
      if (isOf(lives, row) && row.redacted_at === null)
        outbox.update(row, { event: redact(row.event, redaction), redacted_at })
  }),
  adapter(redactHistory, ({ history }, _, lives, redaction) => {
    for (const row of history.rows) if (isOf(lives, row)) history.update(row, redactKept(row, redaction))
  }),
  adapter(redactMessages, ({ dead_letter, parked_message }, _, correlationId, redaction) => {
    for (const row of dead_letter.rows) {
      const event = JSON.parse(row.payload) as PublishedEvent
      if (event.correlationid === correlationId)
        dead_letter.update(row, { payload: JSON.stringify(redact(event, redaction)) })
    }
    for (const row of parked_message.rows)
      if (row.event.correlationid === correlationId) parked_message.update(row, { event: redact(row.event, redaction) })
  }),
  adapter(lookIntoInbox, ({ inbox }, _, consumer, events) => {
    const versions = new Map(events.map((event) => [aggregateKey(event), 0]))
    for (const row of inbox.rows) {
      const version = versions.get(`${row.aggregate_type}/${row.aggregate_id}`)
      if (row.consumer === consumer && row.outcome === 'handled' && version !== undefined)
        versions.set(`${row.aggregate_type}/${row.aggregate_id}`, Math.max(version, row.aggregate_version))
    }
    const known = events.map(({ id }) => inbox.get(consumer, id)).filter((row) => row !== undefined)
    return { outcomes: new Map(known.map(({ event_id, outcome }) => [event_id, outcome])), versions }
  }),
  adapter(enterInInbox, ({ inbox }, _, taken) => {
    for (const { consumer, event, outcome } of taken) inbox.insert(inboxRow(consumer, event, outcome))
  }),
  adapter(park, ({ parked_message }, _, parked) => {
    for (const { consumer, event } of parked) {
      const { pos, producer, outcome, ...row } = inboxRow(consumer, event, 'parked')
      parked_message.insert({ ...row, event })
    }
  }),
  adapter(takeParked, (tables, _, taken) => {
    for (const { consumer, event, outcome } of taken) {
      tables.parked_message.remove(tables.parked_message.get(consumer, event.id))
      setOutcome(tables, consumer, event.id, outcome)
    }
  }),
  adapter(readyParked, ({ inbox, parked_message }, _, consumer) => {
    const mine = parked_message.rows.filter((one) => one.consumer === consumer)
    if (mine.length === 0) return []
    const handled = inbox.rows.filter((row) => row.consumer === consumer && row.outcome === 'handled')
    const follows = (one: (typeof mine)[number]) =>
      handled.some(
        (row) =>
          row.aggregate_type === one.aggregate_type &&
          row.aggregate_id === one.aggregate_id &&
          row.aggregate_version === one.aggregate_version - 1,
      )
    const ready = mine.filter(follows).toSorted((one, other) => one.aggregate_version - other.aggregate_version)
    return ready.slice(0, 100).map(({ event }) => event)
  }),
  adapter(isAnyParked, ({ parked_message }, _, consumer) =>
    parked_message.rows.some((one) => one.consumer === consumer),
  ),
  adapter(alreadyTaken, ({ inbox }, _, consumer, ids) => new Set(ids.filter((id) => inbox.get(consumer, id)))),
  adapter(countAttempt, ({ delivery_attempt }, _, consumer, event_id) => {
    const attempts = (delivery_attempt.get(consumer, event_id)?.attempts ?? 0) + 1
    return delivery_attempt.put({ consumer, event_id, attempts }).attempts
  }),
  adapter(noteFailure, ({ delivery_attempt }, _, consumer, eventId, last_error) => {
    delivery_attempt.update(delivery_attempt.get(consumer, eventId), { last_error })
  }),
  adapter(forgetAttempts, ({ delivery_attempt }, _, consumer, eventId) =>
    delivery_attempt.remove(delivery_attempt.get(consumer, eventId)),
  ),
  adapter(buryEvent, (tables, first_failed_at, consumer, event, error, attempts) => {
    const { inbox, parked_message, delivery_attempt, dead_letter } = tables
    const known = inbox.get(consumer, event.id)
    if (known && known.outcome !== 'parked') return false
    const row = inbox.full(inboxRow(consumer, event, 'dead'))
    if (!inbox.clash(row)) inbox.insert(row)
    setOutcome(tables, consumer, event.id, 'dead')
    parked_message.remove(parked_message.get(consumer, event.id))
    delivery_attempt.remove(delivery_attempt.get(consumer, event.id))
    const what = { source: event.id, event_id: event.id, event_type: event.type, payload: JSON.stringify(event) }
    const letter = { id: randomUUID(), consumer, ...what, error, attempts, status: 'DEAD' as const }
    if (!dead_letter.get(consumer, event.id)) dead_letter.insert({ ...letter, first_failed_at, replayed_at: null })
    return true
  }),
  adapter(readOutbox, ({ outbox, relay_state }, _, from, to, limit) => ({
    rows: outbox.rows
      .filter(({ pos }) => pos !== null && Number(pos) >= from && Number(pos) <= to)
      .toSorted((one, other) => Number(one.pos) - Number(other.pos))
      .slice(0, limit)
      .map(({ event, pos }) => ({ event, pos: Number(pos), bytes: JSON.stringify(event).length })),
    last: Number(relay_state.rows[0]?.last_pos),
  })),
  adapter(advancePosition, ({ inbox, inbox_position }, _, consumer, producer) => {
    const seen = new Set<number>()
    for (const row of inbox.rows) if (row.consumer === consumer && row.producer === producer) seen.add(Number(row.pos))
    let reached = Number(inbox_position.get(consumer, producer)?.pos ?? 0)
    while (seen.has(reached + 1)) reached += 1
    inbox_position.put({ consumer, producer, pos: String(reached) })
    return reached
  }),
  adapter(beginEpoch, (tables) => {
    const state = stateOf(tables)
    const { epoch, stream_identity } = tables.relay_state.update(state, { epoch: String(Number(state.epoch) + 1) })
    return { epoch, stream: stream_identity }
  }),
  adapter(publishAgain, (tables, _, epoch, stream_identity) => {
    const state = stateOf(tables)
    if (state.epoch !== epoch) return
    tables.relay_state.update(state, { stream_identity, published: '[]' })
  }),
  adapter(advanceOutbox, (tables, now, epoch, acknowledged, limit) => {
    const state = stateOf(tables)
    if (state.epoch !== epoch) return undefined
    const { outbox } = tables
    const published = new Set([...publishedOf(state), ...acknowledged])
    let last = Number(state.last_pos)
    const waiting = outbox.rows.filter(({ pos }) => pos === null)
    const inOrder = waiting.toSorted((one, other) => Number(one.seq) - Number(other.seq)).slice(0, limit)
    for (const row of inOrder) outbox.update(row, { pos: String((last += 1)) })
    if (inOrder.length > 0 || acknowledged.length > 0)
      tables.relay_state.update(state, { last_pos: String(last), published: JSON.stringify([...published]) })
    const unpublished = unpublishedIn(tables)
      .filter(({ pos }) => pos !== null)
      .map(({ event, pos }) => ({ event, pos: Number(pos) }))
      .toSorted((one, other) => one.pos - other.pos)
      .slice(0, limit)
    return { last, now, unpublished }
  }),
]
