import { GraphQLError } from 'graphql'
import { requireRole, requireSubject } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Resolvers } from './generated/resolvers.ts'
import { idOf } from './given-text.ts'
import type { Loaders } from './loaders.ts'
import { addLicence } from './mutations/add-licence.ts'
import { approveRental } from './mutations/approve-rental.ts'
import { cancelHold } from './mutations/cancel-hold.ts'
import { decideRentals } from './mutations/decide-rentals.ts'
import { endLicence } from './mutations/end-licence.ts'
import { placeHold } from './mutations/place-hold.ts'
import { refuseRental } from './mutations/refuse-rental.ts'
import { registerBook } from './mutations/register-book.ts'
import { resumeHold } from './mutations/resume-hold.ts'
import { reviseBook } from './mutations/revise-book.ts'
import { reviseLicence } from './mutations/revise-licence.ts'
import { suspendHold } from './mutations/suspend-hold.ts'
import { withdrawBook } from './mutations/withdraw-book.ts'
import type { BookPorts } from './ports.ts'
import { books } from './queries/books.ts'
import { estimateOf } from './queries/estimate-of.ts'
import { holdsOf, myHolds } from './queries/holds.ts'
import { licencesThatEnd } from './queries/licences-that-end.ts'
import { openReadingRoom } from './queries/reading-room.ts'
import { rentalRequests } from './queries/rental-requests.ts'

// As many as a page of the catalogue has.
const MOST_IDS = 100
const NOBODY = '00000000-0000-0000-0000-000000000000'

export const resolvers = (ports: BookPorts) => {
  const room = openReadingRoom(ports.db)
  return {
    Query: {
      book: (_, { id }, { loaders }) => loaders.book.load(id),
      books: (_, args, context) => books(room, args, context),
      booksByIds: async (_, { ids }, { loaders }) => {
        if (ids.length > MOST_IDS) {
          throw new GraphQLError(`\`ids\` has at most ${MOST_IDS} ids.`, {
            extensions: { code: 'BAD_USER_INPUT', argumentName: 'ids' },
          })
        }
        return (await Promise.all(ids.map((id) => loaders.book.load(id)))).filter((book) => book !== undefined)
      },
      rentalRequests: (_, args, context) => {
        requireRole(context, 'ADMIN')
        return rentalRequests(ports.db, args)
      },
      myHolds: (_, args, context) => myHolds(ports.db, requireRole(context, 'MEMBER').sub, args),
      holds: (_, { bookId, status, ...args }, context) => {
        requireRole(context, 'ADMIN')
        // Of what is no id there is no line.
        return holdsOf(ports.db, idOf(bookId) ?? NOBODY, status, args)
      },
      licencesThatEnd: (_, { first }, context) => {
        requireRole(context, 'ADMIN')
        return licencesThatEnd(ports.db, first ?? 100)
      },
    },
    Mutation: {
      registerBook: (_, { input }, context) => registerBook(ports, input, context),
      withdrawBook: (_, { input }, context) => withdrawBook(ports, input, context),
      approveRental: (_, { input }, context) => approveRental(ports, input, context),
      refuseRental: (_, { input }, context) => refuseRental(ports, input, context),
      decideRentals: (_, { input }, context) => decideRentals(ports, input, context),
      reviseBook: (_, { input }, context) => reviseBook(ports, input, context),
      addLicence: (_, { input }, context) => addLicence(ports, input, context),
      reviseLicence: (_, { input }, context) => reviseLicence(ports, input, context),
      endLicence: (_, { input }, context) => endLicence(ports, input, context),
      placeHold: (_, { input }, context) => placeHold(ports, input, context),
      cancelHold: (_, { input }, context) => cancelHold(ports, input, context),
      suspendHold: (_, { input }, context) => suspendHold(ports, input, context),
      resumeHold: (_, { input }, context) => resumeHold(ports, input, context),
    },
    Book: {
      __resolveReference: ({ id }, { loaders }) => loaders.book.load(id),
      // Only of titles that are out: what it stands on is read from all their loans.
      estimate: async ({ id, status }, _, { loaders }) =>
        status === 'IMPOSSIBLE' ? estimateOf(await loaders.wait.load(id)) : null,
      myHold: ({ id }, _, { loaders }) => loaders.myHold.load(id),
      licences: ({ id }, _, { loaders }) => loaders.licences.load(id),
    },
    Hold: {
      __resolveReference: ({ id }, { loaders }) => loaders.hold.load(id),
      book: ({ bookId }, _, { loaders }) => loaders.book.load(bookId),
      estimate: async ({ bookId, position }, _, { loaders }) =>
        position === null ? null : estimateOf(await loaders.wait.load(bookId), position - 1),
    },
    LicenceOfTitle: {
      book: ({ bookId }, _, { loaders }) => loaders.book.load(bookId),
    },
    Member: {
      __resolveReference: ({ id }) => ({ id }),
      holds: ({ id }, args, context) => {
        requireSubject(context, id)
        return myHolds(ports.db, id, args)
      },
    },
    RentalRequest: {
      __resolveReference: ({ id }, { loaders }) => loaders.request.load(id),
      book: ({ bookId }, _, { loaders }) => loaders.book.load(bookId),
      seatReserved: ({ status, copyId }) => status === 'REQUESTED' && copyId !== null,
      rental: ({ rentalId }) => ({ id: rentalId }),
    },
    Rental: {
      // Whether there is such a rental is rent's to say: here it is only somewhere to hang the request on.
      __resolveReference: ({ id }) => ({ id }),
      request: ({ id }, _, { loaders }) => loaders.request.load(id),
    },
  } satisfies Resolvers<RequestContext<Loaders>>
}
