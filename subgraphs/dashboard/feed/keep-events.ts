import type { Insertable, Transaction } from 'kysely'
import type { PublishedEvent } from '@ebook/nats/event'
import type { StreamPlace } from '@ebook/nats/ordered-consumer'
import { toggled } from '../file/mended.ts'
import { placeAt, placeOf, type Place } from '../file/place.ts'
import type { EventTable, Tables } from '../file/tables.ts'

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
export async function keepEvents(
  tx: Transaction<Tables>,
  arrivals: readonly Arrival[],
  reached: StreamPlace | undefined,
): Promise<Kept> {
  let place = reached ? await enterStream(tx, reached.identity) : await placeOf(tx)
  const taken: Taken[] = []
  const conflicts: PublishedEvent[] = []
  for (const { event, sequence } of arrivals) {
    const before = place
    const applied = await insert(tx, event, sequence)
    if (applied !== undefined) {
      const mended = sequence === undefined ? toggled(before.mended, event.id) : before.mended
      place = placeAt(before.stream, sequence ?? before.sequence, mended)
      taken.push({ event, applied, before, place })
    } else if (sequence !== undefined && (await isBroughtNow(tx, event.id, sequence))) {
      place = placeAt(before.stream, sequence, toggled(before.mended, event.id))
    } else if (!(await isKnown(tx, event.id))) {
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
async function enterStream(tx: Transaction<Tables>, identity: string): Promise<Place> {
  const place = await placeOf(tx)
  if (place.stream === identity) return place
  let { mended } = place
  const sequenced = tx.selectFrom('event').select('event_id').where('sequence', 'is not', null)
  for await (const { event_id } of sequenced.stream()) mended = toggled(mended, event_id)
  await tx.updateTable('event').set({ sequence: null }).where('sequence', 'is not', null).execute()
  return placeAt(identity, 0, mended)
}

async function insert(
  tx: Transaction<Tables>,
  event: PublishedEvent,
  sequence: number | undefined,
): Promise<number | undefined> {
  const inserted = await tx
    .insertInto('event')
    .values({ ...toStored(event), sequence: sequence ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('applied')
    .executeTakeFirst()
  return inserted?.applied
}

async function isBroughtNow(tx: Transaction<Tables>, eventId: string, sequence: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('event')
    .set({ sequence })
    .where('event_id', '=', eventId)
    .where('sequence', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

async function isKnown(tx: Transaction<Tables>, eventId: string): Promise<boolean> {
  const known = await tx.selectFrom('event').select('event_id').where('event_id', '=', eventId).executeTakeFirst()
  return known !== undefined
}

function toStored(event: PublishedEvent): Omit<Insertable<EventTable>, 'sequence'> {
  return {
    event_id: event.id,
    producer: event.producer,
    pos: event.pos,
    rental_id: rentalOf(event),
    aggregate_type: event.aggregatetype,
    aggregate_id: event.subject,
    aggregate_version: event.aggregateversion,
    type: event.type,
    time: event.time,
    actor: event.actor,
    causation_id: event.causationid,
    data: JSON.stringify(event.data),
  }
}

/** The correlation id ties a rental's events together; a title's own are tied by the title's id. */
export function rentalOf(event: PublishedEvent): string | null {
  return event.correlationid === event.subject && event.aggregatetype === 'Book' ? null : event.correlationid
}
