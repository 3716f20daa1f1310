import type { Statement } from './statement.ts'
import { acknowledgedRentals } from './statements/01-acknowledged-rentals.ts'
import { legalLives } from './statements/02-legal-lives.ts'
import { nothingTransient } from './statements/03-nothing-transient.ts'
import { oneLoanPerSeat } from './statements/04-one-loan-per-seat.ts'
import { oneEffectPerKey } from './statements/05-one-effect-per-key.ts'
import { oneDecisionWins } from './statements/06-one-decision-wins.ts'
import { oneChargeOneRefund } from './statements/07-one-charge-one-refund.ts'
import { ledgerBalances } from './statements/08-ledger-balances.ts'
import { canceledIsRefunded, chargeIsTheFee } from './statements/09-10-money-of-rentals.ts'
import { pointsFollowMoney } from './statements/11-points.ts'
import { outboxDense } from './statements/12-outbox-dense.ts'
import { everyEventHeard, noEventUnfounded } from './statements/13-16-every-event-heard.ts'
import { consumersAtTheEnd, handledInOrder } from './statements/14-15-consumers.ts'
import { rebuildIsTheSame, rowsAreFolds } from './statements/17-18-dashboard.ts'
import { entitiesAgree } from './statements/19-entities-agree.ts'
import {
  backToBase,
  drainedInTime,
  nobodySawAnothers,
  nothingIsRevealed,
  ownWritesAreRead,
  subscriptionsEndOnTheLast,
} from './statements/20-26-what-clients-saw.ts'
import { mutationsHaveHistory } from './statements/23-history-of-mutations.ts'
import { attackersGetNothing } from './statements/27-attackers.ts'

/** All 27, in their order. */
export const statements: readonly Statement[] = [
  acknowledgedRentals,
  legalLives,
  nothingTransient,
  oneLoanPerSeat,
  oneEffectPerKey,
  oneDecisionWins,
  oneChargeOneRefund,
  ledgerBalances,
  canceledIsRefunded,
  chargeIsTheFee,
  pointsFollowMoney,
  outboxDense,
  everyEventHeard,
  handledInOrder,
  consumersAtTheEnd,
  noEventUnfounded,
  rowsAreFolds,
  rebuildIsTheSame,
  entitiesAgree,
  subscriptionsEndOnTheLast,
  nobodySawAnothers,
  ownWritesAreRead,
  mutationsHaveHistory,
  nothingIsRevealed,
  backToBase,
  drainedInTime,
  attackersGetNothing,
]
