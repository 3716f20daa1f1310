import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { QueryDashboardsArgs } from '../generated/resolvers.ts'
import type { View } from '../live/view.ts'
import { awaitWritten } from './await-written.ts'
import { pageOfRentals } from './rentals.ts'

export const dashboards = (view: View) => async (_: unknown, args: QueryDashboardsArgs, context: RequestContext) => {
  requireRole(context, 'ADMIN')
  await awaitWritten(view, context)
  return pageOfRentals(view.file.read, args, { userId: args.userId, status: args.status })
}
