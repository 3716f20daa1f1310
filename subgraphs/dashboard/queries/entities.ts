import type { RequestContext } from '@ebook/chassis/request'
import type { DashboardFile } from '../file/dashboard-file.ts'
import type { View } from '../subscriptions/view.ts'
import { awaitWritten, type Reading } from './await-written.ts'
import { rowNode, traceEntry } from './nodes.ts'

// One statement per entity and no loader: the file is in this process, so there is no round trip to spare.

/** The row behind an entity reference; null where there is none, and for another member's. */
export async function rowOf(file: DashboardFile, rentalId: string, context: Pick<RequestContext, 'viewer'>) {
  const row = await file.read
    .selectFrom('dashboard_row')
    .selectAll()
    .where('rental_id', '=', rentalId)
    .executeTakeFirst()
  return row && maySee(context, row.user_id) ? rowNode(row) : null
}

/** A rental's events, oldest first; none for another member's, and none while the owner is not known. */
export async function traceOf(view: View, rentalId: string, context: Reading) {
  await awaitWritten(view, context)
  const { file } = view
  const row = await file.read
    .selectFrom('dashboard_row')
    .select('user_id')
    .where('rental_id', '=', rentalId)
    .executeTakeFirst()
  if (!maySee(context, row?.user_id)) return []
  const events = await file.read
    .selectFrom('event')
    .selectAll()
    .where('row_id', '=', rentalId)
    .orderBy('time')
    .orderBy('aggregate_version')
    .orderBy('event_id')
    .execute()
  return events.map((event) => traceEntry(rentalId, event))
}

function maySee({ viewer }: Pick<RequestContext, 'viewer'>, owner: string | undefined): boolean {
  if (!viewer) return false
  return viewer.roles.includes('ADMIN') || (viewer.roles.includes('MEMBER') && viewer.sub === owner)
}
