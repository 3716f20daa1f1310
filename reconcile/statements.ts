import type { Statement } from './statement.ts'
import { acknowledgedRentals } from './statements/acknowledged-rentals.ts'
import { legalLives } from './statements/legal-lives.ts'
import { nothingTransient } from './statements/nothing-transient.ts'
import { oneLoanPerSeat } from './statements/one-loan-per-seat.ts'
import { oneEffectPerKey } from './statements/one-effect-per-key.ts'
import { oneDecisionWins } from './statements/one-decision-wins.ts'
import { oneChargeOneRefund } from './statements/one-charge-one-refund.ts'
import { ledgerBalances } from './statements/ledger-balances.ts'
import { canceledIsRefunded, chargeIsTheFee } from './statements/money-of-rentals.ts'
import { pointsFollowMoney } from './statements/points.ts'
import { outboxDense } from './statements/outbox-dense.ts'
import { everyEventHeard, noEventUnfounded } from './statements/every-event-heard.ts'
import { consumersAtTheEnd, handledInOrder } from './statements/consumers.ts'
import { rebuildIsTheSame, rowsAreFolds } from './statements/dashboard.ts'
import { entitiesAgree } from './statements/entities-agree.ts'
import {
  backToBase,
  drainedInTime,
  nobodySawAnothers,
  nothingIsRevealed,
  ownWritesAreRead,
  subscriptionsEndOnTheLast,
} from './statements/what-clients-saw.ts'
import { mutationsHaveHistory } from './statements/history-of-mutations.ts'
import { attackersGetNothing } from './statements/attackers.ts'

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
