import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { DashboardFile } from '../file.ts'
import type { QueryDashboardsArgs } from '../generated/resolvers.ts'
import { pageOfRentals } from './rentals.ts'

export const dashboards =
  (file: DashboardFile) => async (_: unknown, args: QueryDashboardsArgs, context: RequestContext) => {
    requireRole(context, 'ADMIN')
    return pageOfRentals(file.read, args, { userId: args.userId, status: args.status })
  }
