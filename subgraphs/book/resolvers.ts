import { GraphQLError } from 'graphql'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { Resolvers } from './generated/resolvers.ts'
import type { Loaders } from './loaders.ts'
import { approveRental } from './mutations/approve-rental.ts'
import { refuseRental } from './mutations/refuse-rental.ts'
import { registerBook } from './mutations/register-book.ts'
import { withdrawBook } from './mutations/withdraw-book.ts'
import type { BookPorts } from './ports.ts'
import { books } from './queries/books.ts'
import { openReadingRoom } from './queries/reading-room.ts'
import { rentalRequests } from './queries/rental-requests.ts'

// As many as a page of the catalogue has.
const MOST_IDS = 100

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
    },
    Mutation: {
      registerBook: (_, { input }, context) => registerBook(ports, input, context),
      withdrawBook: (_, { input }, context) => withdrawBook(ports, input, context),
      approveRental: (_, { input }, context) => approveRental(ports, input, context),
      refuseRental: (_, { input }, context) => refuseRental(ports, input, context),
    },
    Book: {
      __resolveReference: ({ id }, { loaders }) => loaders.book.load(id),
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
