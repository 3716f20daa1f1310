import type { SourceChange } from '../mutation/source-change.ts'

/** A rule that the design stands on, and the change of the product's source that takes it out. */
export interface Rule {
  readonly name: string
  /** What the product does without it. */
  readonly without: string
  readonly changes: readonly SourceChange[]
}

const PAY: SourceChange = {
  file: 'subgraphs/payment/services/pay.ts',
  find: `const rentalCanceled = payments.some(
      ({ status, voidRequestedFor }) => status === 'VOIDED' || voidRequestedFor !== null,
    )`,
  replace: 'const rentalCanceled = false',
}

const R14: SourceChange = {
  file: 'subgraphs/rent/rental/decide.ts',
  find: "if (rental.status === 'CANCELED' && !refundKnown) {",
  replace: 'if (refundKnown && !refundKnown) {',
}

/** The table of domain.md, section 13: each of these, taken out, loses money, seats or points. */
const LOAD_BEARING: readonly Rule[] = [
  {
    name: 'a seat keeps its borrower',
    without: "a Paid event overwrites the seat's current borrower, and the database lets it",
    changes: [
      {
        file: 'subgraphs/book/title/aggregate.ts',
        find: ".where('state', '=', 'POSSIBLE')\n    .orderBy('id')",
        replace: ".orderBy('id')",
      },
      {
        file: 'drill/simulator/store/shapes.ts',
        find: "{ name: 'allocation_open_seat', columns: ['seat_id'], where: ({ closed_at }) => closed_at === null },",
        replace: '',
      },
      {
        file: 'drill/simulator/store/shapes.ts',
        find: 'Number(seats_free) >= 0 && Number(seats_free) <= Number(seats_total)',
        replace: 'seats_free !== seats_total || true',
      },
    ],
  },
  {
    name: 'BLOCKED in promotion',
    without: 'points that are locked before they were granted leave no tombstone',
    changes: [
      {
        file: 'subgraphs/promotion/promotion/decide.ts',
        find: "if (status === 'NONE') return happens({ type: 'RevocationBlocked', refundAttempt })",
        replace: "if (status === 'NONE') return staysQuiet",
      },
    ],
  },
  {
    name: 'WITHDRAWN in book',
    without: 'a cancellation that is heard before Paid leaves no tombstone',
    changes: [
      {
        file: 'subgraphs/book/release.ts',
        find: "if (known || command.type === 'withdraw') await",
        replace: 'if (known) await',
      },
    ],
  },
  { name: 'VOIDED in payment (P6)', without: 'a pay() that is late does not see the tombstone', changes: [PAY] },
  {
    name: 'P6 or R14',
    without: 'a pay() that is late does not see the tombstone, and rent asks for no refund of it',
    changes: [PAY, R14],
  },
  {
    name: 'a cancellation frees a seat that is lent',
    without: 'book ignores the cancellation of an APPROVED seat',
    changes: [
      {
        file: 'subgraphs/book/title/decide.ts',
        find: "APPROVED: ['RETURNED', 'EXPIRED', 'CANCELED'],",
        replace: "APPROVED: ['RETURNED', 'EXPIRED'],",
      },
    ],
  },
  {
    name: 'one key for all tries of a refund',
    without: 'every try of a refund has a new provider key',
    changes: [
      {
        file: 'subgraphs/payment/settle-refund.ts',
        find: 'return provider.refund(key, ',
        replace: 'return provider.refund(`${key}${Date.now()}`, ',
      },
    ],
  },
  {
    name: 'no loan after a cancellation',
    without: 'rent accepts Approved after it canceled, and the database lets it',
    changes: [
      {
        file: 'drill/simulator/store/shapes.ts',
        find: "!among('status', ['PAID', 'APPROVED'])(row) ||",
        replace: 'row !== undefined ||',
      },
      {
        file: 'subgraphs/rent/rental/decide.ts',
        find: `if (isMoneyOwed(rental)) return happens({ type: 'ApprovalVoided', decision: 'APPROVED' })
  if (rental.status !== 'PAID' && rental.status !== 'RENTED') return staysQuiet
  const full`,
        replace: 'const full',
      },
    ],
  },
  {
    name: 'RefundFailed names its attempt',
    without: 'the failure of an earlier refund undoes the lock of a later one',
    changes: [
      {
        file: 'subgraphs/promotion/promotion/decide.ts',
        find: 'if (refundAttempt < promotion.refundAttempt) return staysQuiet',
        replace: '',
      },
    ],
  },
]

/** Rules of the sections before it, and of the road, without which the same tables do not hold. */
const OTHERS: readonly Rule[] = [
  {
    name: 'G3: the inbox knows what it has seen',
    without: 'a message that comes again is handled again',
    changes: [{ file: 'nats/inbox.ts', find: 'if (!fresh.has(event.id)) continue', replace: '' }],
  },
  {
    name: 'G4: versions are handled in order',
    without: 'a version that is early is handled before those that it follows',
    changes: [
      {
        file: 'nats/inbox.ts',
        find: '} else if (event.aggregateversion > version + 1) {',
        replace: '} else if (event.aggregateversion < 0) {',
      },
    ],
  },
  {
    name: 'holes are mended from the outbox',
    without: 'what the broker loses is lost',
    changes: [
      {
        file: 'nats/gap-watch.ts',
        find: 'const events = await repair(inbox, nats, producer, reached + 1, announced)',
        replace: 'const events = 0 * (await Promise.resolve(known))',
      },
    ],
  },
  {
    name: 'P5: a charge that was to be voided is given back',
    without: 'a charge that comes through after the cancellation is kept',
    changes: [
      {
        file: 'subgraphs/payment/payment/decide.ts',
        find: 'return voidRequestedFor === null\n',
        replace: "return voidRequestedFor !== 'ADMIN'\n",
      },
    ],
  },
  {
    name: 'R8: a payment that was voided ends the rental',
    without: 'rent does not listen to PayVoided',
    changes: [
      {
        file: 'subgraphs/rent/rental/decide.ts',
        find: "if (rental.status !== 'CANCELING' || isMoneyTaken(rental)) return staysQuiet",
        replace: "if (rental.status !== 'CANCELED' || isMoneyTaken(rental)) return staysQuiet",
      },
    ],
  },
  {
    name: 'PN1: points before money',
    without: 'a refund does not wait for its points to be locked',
    changes: [
      {
        file: 'subgraphs/payment/settle-refund.ts',
        find: "if (answer.kind === 'deferred') {",
        replace: `if (answer.kind === 'deferred' && answer.retryAfterMs === 0) {
    const nothing = { revoked: 0, shortfall: 0 }
    return record(cashier, payment, task, (now) => ({ type: 'recordPointsLock', refundAttempt, ...nothing, now }))
  }
  if (answer.kind === 'deferred') {`,
      },
    ],
  },
  {
    name: 'one key for all tries of a charge',
    without: 'every try of a charge has a new provider key',
    changes: [
      {
        file: 'subgraphs/payment/settle-charge.ts',
        find: 'return provider.charge(key, ',
        replace: 'return provider.charge(`${key}:${Date.now()}`, ',
      },
    ],
  },
  {
    name: 'H4: a refusal ends no loan',
    without: 'a decision can be changed after it was made',
    changes: [
      {
        file: 'subgraphs/book/request/decide.ts',
        find: "if (request.status !== 'REQUESTED') return refuses({ code: 'ALREADY_DECIDED' })",
        replace: '',
      },
    ],
  },
]

export const rules: readonly Rule[] = [...LOAD_BEARING, ...OTHERS]
