import type { PublishedEvent } from '@ebook/nats/event'
import type { StreamPlace } from '@ebook/nats/ordered-consumer'
import { toggled } from '../file/mended.ts'
import { placeAt, placeReached, type Place } from '../file/place.ts'
import type { Statements } from '../file/sqlite.ts'

/** An event and how it came: with its sequence by the stream, without one from an outbox. */
export interface Arrival {
  readonly event: PublishedEvent
  readonly sequence?: number | undefined
}

/** An event that is new to the file. */
export interface Taken {
  readonly event: PublishedEvent
  /** Its number in the order in which this replica took them in. */
  readonly applied: number
  /** The file's place before it, and after it. */
  readonly before: Place
  readonly place: Place
}

export interface Kept {
  readonly taken: readonly Taken[]
  /** Events whose position another event holds already: their producer went back in time. Not taken in. */
  readonly conflicts: readonly PublishedEvent[]
  /** The place after all of them. */
  readonly place: Place
}

/** Writes down what is new, and that the stream has brought now what had come from an outbox. */
export function keepEvents(writer: Statements, arrivals: readonly Arrival[], reached: StreamPlace | undefined): Kept {
  let place = reached ? enterStream(writer, reached.identity) : placeReached(writer)
  const taken: Taken[] = []
  const conflicts: PublishedEvent[] = []
  for (const { event, sequence } of arrivals) {
    const before = place
    const applied = insert(writer, event, sequence)
    if (applied !== undefined) {
      const isMended = sequence === undefined && event.redacted !== true
      const mended = isMended ? toggled(before.mended, event.id) : before.mended
      place = placeAt(before.stream, sequence ?? before.sequence, mended)
      taken.push({ event, applied, before, place })
    } else if (sequence !== undefined && isBroughtNow(writer, event.id, sequence)) {
      place = placeAt(before.stream, sequence, toggled(before.mended, event.id))
    } else if (!isKnown(writer, event.id)) {
      conflicts.push(event)
    }
  }
  if (reached) place = placeAt(reached.identity, reached.sequence, place.mended)
  return { taken, conflicts, place }
}

/**
 * The events that an earlier stream brought are at no place of this one. They count as mended until it brings them,
 * too: so the file is comparable again with one that has read only this stream as soon as both hold the same.
 */
function enterStream(writer: Statements, identity: string): Place {
  const place = placeReached(writer)
  if (place.stream === identity) return place
  let { mended } = place
  const sequenced = writer.all<{ event_id: string }>(`select event_id from event where sequence > ${FOREVER}`)
  for (const { event_id } of sequenced) mended = toggled(mended, event_id)
  writer.run(`update event set sequence = null where sequence > ${FOREVER}`)
  return placeAt(identity, 0, mended)
}

/** Returns its number in the order of taking in; undefined when the event, or another at its position, is there already. */
function insert(writer: Statements, event: PublishedEvent, sequence: number | undefined): number | undefined {
  const inserted = writer.first<{ applied: number }>(
    `insert into event (event_id, producer, pos, row_id, aggregate_type, aggregate_id, aggregate_version, type, time,
       actor, causation_id, data, sequence)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning applied`,
    event.id,
    event.producer,
    event.pos,
    rowIdOf(event),
    event.aggregatetype,
    event.subject,
    event.aggregateversion,
    event.type,
    event.time,
    event.actor,
    event.causationid,
    JSON.stringify(event.data),
    event.redacted ? FOREVER : (sequence ?? null),
  )
  return inserted?.applied
}

function isBroughtNow(writer: Statements, eventId: string, sequence: number): boolean {
  const text = 'update event set sequence = ? where event_id = ? and sequence is null'
  return writer.run(text, sequence, eventId) === 1
}

function isKnown(writer: Statements, eventId: string): boolean {
  return writer.first('select 1 from event where event_id = ?', eventId) !== undefined
}

/**
 * In the place of what is redacted: it is known at every place, so that those who have heard it before, those who hear it
 * now, and those who have it from an outbox after the stream was freed of it, are at the same places.
 */
export const FOREVER = 0

/** Of what has no row that can be followed. */
const OF_NO_ROW: readonly string[] = ['Book', 'Member']

/** The correlation id ties a rental's events together, and a hold's; what is of neither is tied by its own id. */
export function rowIdOf({ aggregatetype, correlationid, subject }: PublishedEvent): string | null {
  return OF_NO_ROW.includes(aggregatetype) && correlationid === subject ? null : correlationid
}
