import type { LetterNode } from '../dead-letters/node.ts'
import type { DashboardFile } from '../file/dashboard-file.ts'
import { rowNode, type RowNode } from './nodes.ts'

type OfEvent = Pick<LetterNode, 'eventId'>

/** The rental that the letter's event is of; null when it is of none, or this file does not hold the event. */
export async function rentalOf(file: DashboardFile, { eventId }: OfEvent): Promise<RowNode | null> {
  if (eventId == null) return null
  const row = await file.read
    .selectFrom('event')
    .innerJoin('dashboard_row', 'dashboard_row.rental_id', 'event.row_id')
    .where('event.event_id', '=', eventId)
    .selectAll('dashboard_row')
    .executeTakeFirst()
  return row === undefined ? null : rowNode(row)
}

/** The title that the letter's event is of, by a rental or by itself. */
export async function bookOf(file: DashboardFile, { eventId }: OfEvent): Promise<{ readonly id: string } | null> {
  if (eventId == null) return null
  const event = await file.read
    .selectFrom('event')
    .leftJoin('dashboard_row', 'dashboard_row.rental_id', 'event.row_id')
    .where('event.event_id', '=', eventId)
    .select(['aggregate_type', 'aggregate_id', 'book_id'])
    .executeTakeFirst()
  const id = event?.book_id ?? (event?.aggregate_type === 'Book' ? event.aggregate_id : undefined)
  return id === undefined ? null : { id }
}
