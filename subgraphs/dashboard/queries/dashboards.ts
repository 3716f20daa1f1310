import { GraphQLError } from 'graphql'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { QueryDashboardsArgs } from '../generated/resolvers.ts'
import type { View } from '../subscriptions/view.ts'
import { awaitWritten } from './await-written.ts'
import { pageOfRentals } from './rentals.ts'

const LONGEST_SEARCH = 200

export const dashboards = (view: View) => async (_: unknown, args: QueryDashboardsArgs, context: RequestContext) => {
  requireRole(context, 'ADMIN')
  await awaitWritten(view, context)
  return pageOfRentals(view.file.read, args, {
    userId: args.userId,
    status: args.status,
    search: searchOf(args.search),
    refundFailed: args.refundFailed,
    over: args.over,
  })
}

function searchOf(search: string | null | undefined): string | undefined {
  if (search == null) return undefined
  const length = [...search].length
  if (length >= 1 && length <= LONGEST_SEARCH) return search
  throw new GraphQLError(`\`search\` has ${length} characters; expected 1 to ${LONGEST_SEARCH}.`, {
    extensions: { code: 'BAD_USER_INPUT', argumentName: 'search' },
  })
}
