import DataLoader from 'dataloader'
import { z } from 'zod'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { RentalPoints } from './generated/resolvers.ts'
import type { PromotionPorts } from './ports.ts'
import { readRentalPoints } from './queries/rental-points.ts'

export interface Loaders {
  /** What the viewer may see of a rental's points; undefined when there are none to see, or the id is none. */
  readonly points: DataLoader<string, RentalPoints | undefined>
}

const Id = z.uuid().transform((id) => id.toLowerCase())

/** For one request: whatever it asks for at once is one statement, with ownership in it. */
export function createLoaders({ db }: Pick<PromotionPorts, 'db'>, context: Pick<RequestContext, 'viewer'>): Loaders {
  return {
    points: new DataLoader(async (rentalIds) => {
      const { sub: userId, roles } = requireRole(context, 'MEMBER', 'ADMIN')
      const wanted = rentalIds.map((id) => Id.safeParse(id).data)
      const visible = roles.includes('ADMIN') ? 'all' : { userId }
      const points = await readRentalPoints(
        db,
        wanted.filter((id) => id !== undefined),
        visible,
      )
      return wanted.map((id) => (id === undefined ? undefined : points.get(id)))
    }),
  }
}
