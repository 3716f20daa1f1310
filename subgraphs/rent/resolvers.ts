import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Resolvers } from './generated/resolvers.ts'
import { blockMember } from './mutations/block-member.ts'
import { cancelRental } from './mutations/cancel-rental.ts'
import { eraseMe } from './mutations/erase-me.ts'
import { eraseMember } from './mutations/erase-member.ts'
import { keepMyHistory } from './mutations/keep-my-history.ts'
import { openRental } from './mutations/open-rental.ts'
import { payRental } from './mutations/pay-rental.ts'
import { renewRental } from './mutations/renew-rental.ts'
import { requestRental } from './mutations/request-rental.ts'
import { returnRental } from './mutations/return-rental.ts'
import { reviseMember } from './mutations/revise-member.ts'
import { revokeRental } from './mutations/revoke-rental.ts'
import { setAutoRenewal } from './mutations/set-auto-renewal.ts'
import { unblockMember } from './mutations/unblock-member.ts'
import { viewMemberHistory } from './mutations/view-member-history.ts'
import type { RentPorts } from './ports.ts'
import { readLooks } from './queries/looks.ts'
import { listMembers, lookAtMember, readMember } from './queries/member.ts'
import type { Loaders } from './rental-loader.ts'

type Context = RequestContext<Loaders>

export const resolvers = (rent: RentPorts) =>
  ({
    Query: {
      rental: (_, { id }, context) => visible(id, context),
      me: (_, __, context) => readMember(rent, requireRole(context, 'MEMBER').sub),
      member: (_, { id }, context) => lookAtMember(rent, id, requireRole(context, 'ADMIN').sub),
      members: (_, args, context) => {
        requireRole(context, 'ADMIN')
        return listMembers(rent, args)
      },
      looksAtMe: (_, args, context) => readLooks(rent.db, requireRole(context, 'MEMBER').sub, args),
    },
    Mutation: {
      requestRental: (_, { input }, context) => requestRental(rent, input, context),
      payRental: (_, { input }, context) => payRental(rent, input, context),
      cancelRental: (_, { input }, context) => cancelRental(rent, input, context),
      returnRental: (_, { input }, context) => returnRental(rent, input, context),
      openRental: (_, { input }, context) => openRental(rent, input, context),
      renewRental: (_, { input }, context) => renewRental(rent, input, context),
      setAutoRenewal: (_, { input }, context) => setAutoRenewal(rent, input, context),
      revokeRental: (_, { input }, context) => revokeRental(rent, input, context),
      blockMember: (_, { input }, context) => blockMember(rent, input, context),
      unblockMember: (_, { input }, context) => unblockMember(rent, input, context),
      reviseMember: (_, { input }, context) => reviseMember(rent, input, context),
      keepMyHistory: (_, { input }, context) => keepMyHistory(rent, input, context),
      eraseMe: (_, { input }, context) => eraseMe(rent, input, context),
      eraseMember: (_, { input }, context) => eraseMember(rent, input, context),
      viewMemberHistory: (_, { input }, context) => viewMemberHistory(rent, input, context),
    },
    Book: {
      // Whether there is such a title is book's to say: here it is only somewhere to hang the rental on.
      __resolveReference: ({ id }) => ({ id }),
      myRental: ({ id }, _, context) => context.loaders.myRental.load(id),
    },
    Member: {
      __resolveReference: ({ id }, context) => {
        const { sub } = requireRole(context, 'MEMBER', 'ADMIN')
        return id === sub || isLibrarian(context) ? readMember(rent, id) : null
      },
    },
    Block: {
      reason: ({ reason }, _, context) => (isLibrarian(context) ? reason : null),
      blockedBy: ({ blockedBy }, _, context) => (isLibrarian(context) ? blockedBy : null),
    },
    Rental: {
      __resolveReference: ({ id }, context) => visible(id, context),
      renewal: ({ id }, _, context) => context.loaders.renewal.load(id),
    },
  }) satisfies Resolvers<Context>

const isLibrarian = ({ viewer }: Context) => viewer?.roles.includes('ADMIN') ?? false

/** The member's own rental, any for ADMIN; undefined when there is none to see. */
function visible(id: string, context: Context) {
  requireRole(context, 'MEMBER', 'ADMIN')
  return context.loaders.rental.load(id)
}
