import type { RequestContext } from '@ebook/chassis/request'
import type { DashboardFile } from './file.ts'
import type { RentalReference } from './nodes.ts'
import { catalogue } from './queries/catalogue.ts'
import { dashboards } from './queries/dashboards.ts'
import { rowOf, traceOf } from './queries/entities.ts'
import { myDashboard } from './queries/my-dashboard.ts'

/** What can be asked of the read side. All is answered from the replica's own file: no other subgraph is called. */
export const resolvers = (file: DashboardFile) => ({
  Query: {
    myDashboard: myDashboard(file),
    dashboards: dashboards(file),
    catalogue: catalogue(file),
  },
  DashboardRow: {
    __resolveReference: ({ rentalId }: { rentalId: string }, context: RequestContext) => rowOf(file, rentalId, context),
  },
  Rental: {
    __resolveReference: ({ id }: RentalReference): RentalReference => ({ id }),
    trace: ({ id }: RentalReference, _: unknown, context: RequestContext) => traceOf(file, id, context),
  },
})
