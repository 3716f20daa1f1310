import DataLoader from 'dataloader'
import { z } from 'zod'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { RenewalOffer } from './generated/resolvers.ts'
import type { RentPorts } from './ports.ts'
import { readRenewals } from './queries/renewal.ts'
import { readOpenRentals, readRentals } from './queries/rental.ts'
import type { RentalView } from './rental-view.ts'
import type { Visible } from './sql/rental.ts'

export interface Loaders {
  /** What the viewer may see of a rental; undefined when there is none to see, or the id is none. */
  readonly rental: DataLoader<string, RentalView | undefined>
  /** By title: the viewer's own open rental of it; undefined when there is none, and for who is not signed in. */
  readonly myRental: DataLoader<string, RentalView | undefined>
  /** Of a rental that the viewer was shown; undefined when it is not on loan. */
  readonly renewal: DataLoader<string, RenewalOffer | undefined>
}

const Id = z.uuid().transform((id) => id.toLowerCase())

/** For one request: whatever it asks for at once is one statement, with ownership in it. */
export function createLoaders(rent: RentPorts, context: Pick<RequestContext, 'viewer'>): Loaders {
  return {
    rental: new DataLoader(async (ids) => {
      const { sub: userId, roles } = requireRole(context, 'MEMBER', 'ADMIN')
      const visible: Visible = roles.includes('ADMIN') ? 'all' : { userId }
      const wanted = ids.map((id) => Id.safeParse(id).data)
      const rentals = await readRentals(
        rent.db,
        wanted.filter((id) => id !== undefined),
        visible,
      )
      const byId = new Map(rentals.map((rental) => [rental.id, rental]))
      return wanted.map((id) => (id === undefined ? undefined : byId.get(id)))
    }),
    myRental: new DataLoader(async (bookIds) => {
      const { viewer } = context
      if (!viewer?.roles.includes('MEMBER')) return bookIds.map(() => undefined)
      const wanted = bookIds.map((id) => Id.safeParse(id).data)
      const rentals = await readOpenRentals(
        rent.db,
        viewer.sub,
        wanted.filter((id) => id !== undefined),
      )
      const byBook = new Map(rentals.map((rental) => [rental.bookId, rental]))
      return wanted.map((id) => (id === undefined ? undefined : byBook.get(id)))
    }),
    renewal: new DataLoader(async (ids) => {
      const offers = await readRenewals(rent, ids)
      return ids.map((id) => offers.get(id))
    }),
  }
}
