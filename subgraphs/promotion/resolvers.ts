import { requireRole, requireSubject } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Resolvers } from './generated/resolvers.ts'
import type { Loaders } from './points-loader.ts'
import type { PromotionPorts } from './ports.ts'
import { readAccount, readEntries } from './queries/my-points.ts'

export const resolvers = ({ db }: Pick<PromotionPorts, 'db'>) =>
  ({
    Query: {
      myPoints: (_, __, context) => readAccount(db, requireRole(context, 'MEMBER').sub),
    },
    Member: {
      __resolveReference: ({ id }) => ({ id }),
      points: ({ id }, _, context) => {
        requireSubject(context, id)
        return readAccount(db, id)
      },
    },
    PointAccount: {
      entries: ({ userId }, args) => readEntries(db, userId, args),
    },
    Rental: {
      // Whether there is such a rental is rent's to say.
      __resolveReference: ({ id }) => ({ id }),
      points: ({ id }, _, context) => {
        requireRole(context, 'MEMBER', 'ADMIN')
        return context.loaders.points.load(id)
      },
    },
  }) satisfies Resolvers<RequestContext<Loaders>>
