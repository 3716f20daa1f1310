import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Resolvers } from './generated/resolvers.ts'
import { cancelRental } from './mutations/cancel-rental.ts'
import { openRental } from './mutations/open-rental.ts'
import { payRental } from './mutations/pay-rental.ts'
import { renewRental } from './mutations/renew-rental.ts'
import { requestRental } from './mutations/request-rental.ts'
import { returnRental } from './mutations/return-rental.ts'
import type { RentPorts } from './ports.ts'
import type { Loaders } from './rental-loader.ts'

type Context = RequestContext<Loaders>

export const resolvers = (rent: RentPorts) =>
  ({
    Query: {
      rental: (_, { id }, context) => visible(id, context),
    },
    Mutation: {
      requestRental: (_, { input }, context) => requestRental(rent, input, context),
      payRental: (_, { input }, context) => payRental(rent, input, context),
      cancelRental: (_, { input }, context) => cancelRental(rent, input, context),
      returnRental: (_, { input }, context) => returnRental(rent, input, context),
      openRental: (_, { input }, context) => openRental(rent, input, context),
      renewRental: (_, { input }, context) => renewRental(rent, input, context),
    },
    Book: {
      // Whether there is such a title is book's to say: here it is only somewhere to hang the rental on.
      __resolveReference: ({ id }) => ({ id }),
      myRental: ({ id }, _, context) => context.loaders.myRental.load(id),
    },
    Rental: {
      __resolveReference: ({ id }, context) => visible(id, context),
      renewal: ({ id }, _, context) => context.loaders.renewal.load(id),
    },
  }) satisfies Resolvers<Context>

/** The member's own rental, any for ADMIN; undefined when there is none to see. */
function visible(id: string, context: Context) {
  requireRole(context, 'MEMBER', 'ADMIN')
  return context.loaders.rental.load(id)
}
