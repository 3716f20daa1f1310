import type { DeadLetterDesk } from './dead-letters/desk.ts'
import type { Resolvers } from './generated/resolvers.ts'
import { replayDeadLetter } from './mutations/replay-dead-letter.ts'
import { catalogue } from './queries/catalogue.ts'
import { dashboardChanged } from './queries/dashboard-changed.ts'
import { dashboards } from './queries/dashboards.ts'
import { deadLetters } from './queries/dead-letters.ts'
import { rowOf, traceOf } from './queries/entities.ts'
import { figures } from './queries/figures.ts'
import { holdChanged } from './queries/hold-changed.ts'
import { bookOf, rentalOf } from './queries/letter-subject.ts'
import { loanReport } from './queries/loan-report.ts'
import { myDashboard } from './queries/my-dashboard.ts'
import type { View } from './subscriptions/view.ts'

/**
 * What can be asked of the read side. All is answered from the replica's own file and no other subgraph is called, but
 * for dead letters, which are asked for where they are kept.
 */
export const resolvers = (view: View, desk: DeadLetterDesk) =>
  ({
    Query: {
      myDashboard: myDashboard(view),
      dashboards: dashboards(view),
      catalogue: catalogue(view),
      figures: figures(view),
      loanReport: loanReport(view),
      deadLetters: deadLetters(desk),
    },
    Mutation: {
      replayDeadLetter: replayDeadLetter(desk),
    },
    Subscription: {
      dashboardChanged: dashboardChanged(view),
      holdChanged: holdChanged(view),
    },
    DashboardRow: {
      __resolveReference: ({ rentalId }, context) => rowOf(view.file, rentalId, context),
    },
    DeadLetter: {
      rental: (letter) => rentalOf(view.file, letter),
      book: (letter) => bookOf(view.file, letter),
    },
    Rental: {
      __resolveReference: ({ id }) => ({ id }),
      trace: ({ id }, _, context) => traceOf(view, id, context),
    },
  }) satisfies Resolvers
