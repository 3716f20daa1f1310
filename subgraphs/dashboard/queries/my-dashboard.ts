import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { QueryMyDashboardArgs } from '../generated/resolvers.ts'
import type { View } from '../subscriptions/view.ts'
import { awaitWritten } from './await-written.ts'
import { pageOfRentals } from './rentals.ts'

/** The caller's own: whose they are is part of the statement, not a filter over what it found. */
export const myDashboard = (view: View) => async (_: unknown, args: QueryMyDashboardArgs, context: RequestContext) => {
  const { sub } = requireRole(context, 'MEMBER', 'ADMIN')
  await awaitWritten(view, context)
  return pageOfRentals(view.file.read, args, { userId: sub, status: args.status })
}
