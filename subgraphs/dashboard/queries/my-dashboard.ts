import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { DashboardFile } from '../file.ts'
import type { QueryMyDashboardArgs } from '../generated/resolvers.ts'
import { pageOfRentals } from './rentals.ts'

/** The caller's own: whose they are is part of the statement, not a filter over what it found. */
export const myDashboard =
  (file: DashboardFile) => async (_: unknown, args: QueryMyDashboardArgs, context: RequestContext) => {
    const { sub } = requireRole(context, 'MEMBER', 'ADMIN')
    return pageOfRentals(file.read, args, { userId: sub, status: args.status })
  }
