import { requireRole } from '@ebook/chassis/guard'
import type { Resolvers } from './generated/resolvers.ts'
import { markNoticesRead } from './mutations/mark-notices-read.ts'
import type { NoticePorts } from './ports.ts'
import { readNotices } from './queries/my-notices.ts'

export const resolvers = (ports: NoticePorts) =>
  ({
    Query: {
      myNotices: (_, args, context) => readNotices(ports, requireRole(context, 'MEMBER', 'ADMIN'), args),
    },
    Mutation: {
      markNoticesRead: (_, { input }, context) =>
        markNoticesRead(ports, requireRole(context, 'MEMBER', 'ADMIN'), input),
    },
  }) satisfies Resolvers
