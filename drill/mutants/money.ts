import type { SourceChange } from '../mutation/source-change.ts'
import { at, change, type Mutant } from './mutant.ts'
import { handledAgain } from './road.ts'

/** Many answers of the provider are lost, so that much is asked again. */
const LOST_REPLIES = { PAYMENT_SIMULATOR_LOSE_REPLY_RATE: '0.4', PAYMENT_SIMULATOR_DECLINE_RATE: '0' }

const noTombstone: SourceChange = change(
  'subgraphs/payment/services/pay.ts',
  `const rentalCanceled = payments.some(
      ({ status, voidRequestedFor }) => status === 'VOIDED' || voidRequestedFor !== null,
    )`,
  'const rentalCanceled = false',
)

const canceledUnpaid = [
  'Ann asks for the free title [4111735442]',
  'rent publishes what waits in its outbox',
  'payment hears Rented (version 1) of rental 1',
  'the member cancels rental 1',
  'rent publishes what waits in its outbox',
  'payment hears CancelRequested (version 2) of rental 1',
]

const canceledUnanswered = [
  'Ann asks for the title with two seats [1588910158]',
  'the call payment.pay about rental 1 arrives [2092003643]',
  'the member cancels rental 1',
]

/** Bugs about money and points. */
export const moneyMutants: readonly Mutant[] = [
  {
    name: 'timeout-is-failure',
    what: 'payment takes a provider that does not answer for one that has declined',
    changes: [
      change(
        'subgraphs/payment/settle-payment.ts',
        '  const outcome = await outcomeOf(ports, payment, asked)\n',
        `  const answer = await outcomeOf(ports, payment, asked)
  const outcome = answer.kind === 'unknown' ? ({ kind: 'declined', reasonCode: 'TIMEOUT' } as const) : (answer as never)
`,
      ),
    ],
    drill: { caughtBy: [8, 9], forMs: 5_000, env: LOST_REPLIES },
  },
  {
    name: 'new-key-per-retry',
    what: 'a charge that is asked for again is asked for under another key',
    changes: [
      change(
        'subgraphs/payment/settle-payment.ts',
        'const key = chargeKey(payment.id)',
        "const key = chargeKey(payment.id) + (asked ? ':again' : '')",
      ),
    ],
    script: canceledUnanswered,
    drill: { caughtBy: [5, 7, 8], forMs: 5_000, env: LOST_REPLIES },
  },
  {
    name: 'double-refund',
    what: 'a refund that is asked for again is asked for under another key',
    changes: [
      change(
        'subgraphs/payment/settle-refund.ts',
        'refundKey(payment.id, refundAttempt), asked)',
        "refundKey(payment.id, refundAttempt) + (asked ? ':again' : ''), asked)",
      ),
    ],
    script: [
      'Cleo asks for the title with two seats',
      'a librarian gives back the money of payment 1 of rental 1',
      'payment settles refunds [1097891366]',
      'ten seconds pass',
      'payment settles refunds',
    ],
    drill: { caughtBy: [5, 7, 8], forMs: 6_000, env: LOST_REPLIES },
  },
  {
    name: 'grant-not-keyed',
    what: 'points are granted whenever Paid is heard',
    without: 'the inbox, which lets an event be heard once',
    changes: [
      change('subgraphs/promotion/promotion/decide.ts', '  if (promotion.grant !== null) return staysQuiet\n', ''),
      change('subgraphs/promotion/migrations/points.ts', 'unique (payment_id, kind, n)', 'check (true)'),
      ...handledAgain,
      change('nats/inbox.ts', 'if (event.aggregateversion <= version) {', 'if (event.aggregateversion < 0) {'),
    ],
    drill: { caughtBy: [11], forMs: 8_000, steps: [at(3_000, 'nats-stores-deleted', 'all')] },
  },
  {
    name: 'revocation-that-is-first-ignored',
    what: 'points are not blocked when their revocation comes before the payment is heard of',
    changes: [
      change(
        'subgraphs/promotion/promotion/decide.ts',
        "if (status === 'NONE') return happens({ type: 'RevocationBlocked', refundAttempt })",
        "if (status === 'NONE') return staysQuiet",
      ),
    ],
    script: [
      'Ann asks for the title with two seats',
      'a librarian gives back the money of payment 1 of rental 1',
      'payment settles refunds',
    ],
    drill: {
      caughtBy: [11], // Long enough for somebody to be refunded meanwhile, also where a machine is busy.
      forMs: 16_000,
      librarians: 4,
      thinkMs: 250,
      steps: [at(300, 'consumer-held', 'promotion', 14_000)],
    },
  },
  {
    name: 'late-paid-ignored',
    what: 'rent does not listen to Paid once the reply has been given up',
    without: 'the timer that asks payment again',
    changes: [
      change(
        'subgraphs/rent/policies/when-paid.ts',
        "react(unit, event, () => ({ type: 'confirmPayment', ...event.data }), log)",
        'Promise.resolve(void [unit, event, react, log])',
      ),
      change('subgraphs/rent/sql/due.ts', "at: 'retry_after', agoMs: 0", "at: 'retry_after', agoMs: 3_600_000"),
    ],
    drill: {
      caughtBy: [3, 6], // A decision would tell rent of the payment, too.
      forMs: 6_000,
      librarians: 0,
      steps: [at(500, 'pause', 'payment', 4_000)],
    },
  },
  {
    name: 'no-tombstone-at-payment',
    what: 'a pay() that is late does not see the tombstone (VOIDED, P6)',
    script: canceledUnpaid,
    changes: [noTombstone],
  },
  {
    name: 'late-charge-kept',
    what: 'a pay() that is late does not see the tombstone, and rent asks for no refund of it (P6, R14)',
    script: canceledUnpaid,
    changes: [
      noTombstone,
      change(
        'subgraphs/rent/rental/decide.ts',
        "if (rental.status === 'CANCELED' && !refundKnown) {",
        'if (refundKnown && !refundKnown) {',
      ),
    ],
  },
  {
    name: 'voided-charge-kept',
    what: 'a charge that comes through after the cancellation is kept (P5)',
    script: canceledUnanswered,
    changes: [
      change(
        'subgraphs/payment/payment/decide.ts',
        'return voidRequestedFor === null\n    ? happens(charged)\n',
        "return voidRequestedFor !== 'ADMIN'\n    ? happens(charged)\n",
      ),
    ],
  },
  {
    name: 'late-void-believed',
    what: 'a page that is void is believed to be unpaid, although the member was quicker and it was charged (P2d, P5)',
    script: canceledUnanswered,
    changes: [
      change(
        'subgraphs/payment/settle-payment.ts',
        "if (nextStepOf(payment) === 'VOID') return provider.void(charge)",
        `if (nextStepOf(payment) === 'VOID') {
    const answer = await provider.void(charge)
    return answer.kind === 'unknown' ? answer : { kind: 'voided' }
  }`,
      ),
    ],
  },
  {
    name: 'void-not-heard',
    what: 'rent does not listen to PayVoided (R8)',
    script: ['Ben asks for the title with two seats [3521049818]', 'a quarter of an hour passes'],
    changes: [
      change(
        'subgraphs/rent/rental/decide.ts',
        "if (rental.status !== 'CANCELING' || isMoneyTaken(rental)) return staysQuiet",
        "if (rental.status !== 'CANCELED' || isMoneyTaken(rental)) return staysQuiet",
      ),
    ],
  },
  {
    name: 'refund-before-points',
    what: 'a refund does not wait for its points to be locked (PN1)',
    script: ['Ann asks for the title with one seat'],
    changes: [
      change(
        'subgraphs/payment/settle-refund.ts',
        "if (answer.kind === 'deferred') {",
        `if (answer.kind === 'deferred' && answer.retryAfterMs === 0) {
    const nothing = { revoked: 0, shortfall: 0 }
    return record(ports, payment, task, (now) => ({ type: 'recordPointsLock', refundAttempt, ...nothing, now }))
  }
  if (answer.kind === 'deferred') {`,
      ),
    ],
  },
  {
    name: 'whole-fee-charged',
    what: 'the provider is asked for the whole fee, whatever points have paid of it (P1b)',
    script: ['Ann asks for the title with two seats'],
    changes: [
      change(
        'subgraphs/payment/settle-payment.ts',
        'amount: amountToCharge(payment),',
        'amount: payment.rentalFee + 0 * amountToCharge(payment),',
      ),
      change('subgraphs/payment/payment/decide.ts', 'amount !== amountToCharge(payment) || currency', 'currency'),
    ],
  },
  {
    name: 'charge-before-points',
    what: 'a charge does not wait for the points that pay a part of the fee (P1a)',
    script: [
      'Cleo asks for the title with one seat',
      'payment publishes what waits in its outbox',
      'promotion hears Paid (version 1) of payment 1 of rental 1',
      'Ann asks for the title with two seats',
    ],
    changes: [
      change(
        'subgraphs/payment/settle-payment.ts',
        "if (outcome.kind === 'deferred') {",
        `if (outcome.kind === 'deferred' && outcome.retryAfterMs === 0)
    return record(ports, payment, task, (now) => ({ type: 'recordSpend', outcome: { kind: 'spent' }, now }))
  if (outcome.kind === 'deferred') {`,
      ),
    ],
  },
  {
    name: 'points-spent-again',
    what: 'points are taken whenever they are asked for (L16)',
    without: 'the key of the points ledger, which lets a payment spend once',
    script: [
      'Ann asks for the title with two seats [2828380541]',
      'three days pass',
      'payment settles charges [1638955796]',
    ],
    changes: [
      change('subgraphs/promotion/spend/decide.ts', 'if (spend !== undefined) return staysQuiet', ''),
      change('subgraphs/promotion/spend/points.ts', "kind: 'SPEND', n: 1,", "kind: 'SPEND', n: 1 + Math.random(),"),
    ],
  },
  {
    name: 'no-tombstone-for-spending',
    what: 'points are taken for a payment that has ended, if it ended before they were asked for (L15)',
    script: [
      'book publishes what waits in its outbox',
      'Ben asks for the title with two seats [1109654152]',
      'the member cancels rental 1',
      'rent publishes what waits in its outbox',
      'payment hears AvailabilityChanged (version 2) of the title with one seat [3315963422]',
      'payment hears CancelRequested (version 2) of rental 1',
      'payment publishes what waits in its outbox',
      'rent hears PayVoided (version 1) of payment 1 of rental 1',
      'rent publishes what waits in its outbox',
      'promotion hears Canceled (version 3) of rental 1 [2408464236]',
    ],
    changes: [
      change(
        'subgraphs/promotion/policies/return-points.ts',
        'if (userId === undefined || (spent === undefined && pointsToReturn === undefined)) return',
        'if (userId === undefined || spent === undefined || pointsToReturn === -1) return',
      ),
    ],
  },
  {
    name: 'refund-keeps-points',
    what: 'what points paid is not given back with the money (L17)',
    script: ['Cleo asks for the title with one seat'],
    changes: [change('subgraphs/promotion/policies/when-refunded.ts', '    await returnPoints(unit, event)\n', '')],
  },
  {
    name: 'refund-failure-of-any-attempt',
    what: 'the failure of an earlier refund undoes the lock of a later one',
    script: [
      'Cleo asks for the title with two seats',
      'the member cancels rental 1',
      'rent publishes what waits in its outbox',
      'payment hears CancelRequested (version 2) of rental 1',
      'payment hears Rented (version 1) of rental 1',
      'payment settles refunds [4181308579]',
      'a librarian tries again to refund payment 1 of rental 1',
      'payment settles refunds',
    ],
    changes: [
      change(
        'subgraphs/promotion/promotion/decide.ts',
        'if (refundAttempt < promotion.refundAttempt) return staysQuiet',
        '',
      ),
    ],
  },
]
