import type { Statement } from './statement.ts'
import { acknowledgedRentals } from './statements/acknowledged-rentals.ts'
import { rebuildIsTheSame, rowsAreFolds } from './statements/dashboard.ts'
import { entitiesAgree } from './statements/entities-agree.ts'
import { everyEventHeard, noEventUnfounded } from './statements/every-event-heard.ts'
import { nobodyIsNamed } from './statements/forgotten.ts'
import { mutationsHaveHistory } from './statements/history-of-mutations.ts'
import { ledgerBalances, oneChargeOneRefund } from './statements/ledger.ts'
import { legalLives } from './statements/legal-lives.ts'
import { canceledIsRefunded, chargeIsTheFee } from './statements/money-of-rentals.ts'
import { nothingTransient } from './statements/nothing-transient.ts'
import { oneDecisionWins } from './statements/one-decision-wins.ts'
import { oneEffectPerKey } from './statements/one-effect-per-key.ts'
import { oneLoanPerSeat } from './statements/one-loan-per-seat.ts'
import { consumersAtTheEnd, handledInOrder, outboxDense } from './statements/outboxes-and-inboxes.ts'
import { pointsFollowMoney } from './statements/points.ts'
import { termsOfLoans } from './statements/terms-of-loans.ts'
import { waitingList } from './statements/waiting-list.ts'
import {
  attackersGetNothing,
  backToBase,
  drainedInTime,
  nobodySawAnothers,
  nothingIsRevealed,
  ownWritesAreRead,
  subscriptionsEndOnTheLast,
} from './statements/what-clients-saw.ts'

/** All 30, in their order. */
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
  waitingList,
  termsOfLoans,
  nobodyIsNamed,
]
