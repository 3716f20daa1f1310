import type { RequestContext } from '@ebook/chassis/request'
import type { DeadLetterDesk } from './dead-letters/desk.ts'
import { bookOf, rentalOf } from './queries/letter-subject.ts'
import type { LetterNode } from './dead-letters/node.ts'
import type { View } from './subscriptions/view.ts'
import { replayDeadLetter } from './mutations/replay-dead-letter.ts'
import type { RentalReference } from './queries/nodes.ts'
import { catalogue } from './queries/catalogue.ts'
import { dashboardChanged } from './queries/dashboard-changed.ts'
import { dashboards } from './queries/dashboards.ts'
import { deadLetters } from './queries/dead-letters.ts'
import { rowOf, traceOf } from './queries/entities.ts'
import { figures } from './queries/figures.ts'
import { myDashboard } from './queries/my-dashboard.ts'

/**
 * What can be asked of the read side. All is answered from the replica's own file and no other subgraph is called, but
 * for dead letters, which are asked for where they are kept.
 */
export const resolvers = (view: View, desk: DeadLetterDesk) => ({
  Query: {
    myDashboard: myDashboard(view),
    dashboards: dashboards(view),
    catalogue: catalogue(view),
    figures: figures(view),
    deadLetters: deadLetters(desk),
  },
  Mutation: {
    replayDeadLetter: replayDeadLetter(desk),
  },
  Subscription: {
    dashboardChanged: dashboardChanged(view),
  },
  DashboardRow: {
    __resolveReference: ({ rentalId }: { rentalId: string }, context: RequestContext) =>
      rowOf(view.file, rentalId, context),
  },
  DeadLetter: {
    rental: (letter: LetterNode) => rentalOf(view.file, letter),
    book: (letter: LetterNode) => bookOf(view.file, letter),
  },
  Rental: {
    __resolveReference: ({ id }: RentalReference): RentalReference => ({ id }),
    trace: ({ id }: RentalReference, _: unknown, context: RequestContext) => traceOf(view, id, context),
  },
})
