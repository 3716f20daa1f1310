import type { RequestEvent } from '@ebook/book/request/language'
import { evolve as evolveRequest } from '@ebook/book/request/state'
import type { PaymentEvent } from '@ebook/payment/payment/language'
import { evolve as evolvePayment } from '@ebook/payment/payment/state'
import type { PromotionEvent } from '@ebook/promotion/promotion/language'
import { evolve as evolvePromotion } from '@ebook/promotion/promotion/state'
import type { RentalEvent } from '@ebook/rent/rental/language'
import { evolve as evolveRental } from '@ebook/rent/rental/state'
import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'

/** What of an aggregate has to be the same in its row and in the fold of its history. */
export interface Standing {
  readonly status: string
  readonly [field: string]: string | number | boolean | null
}

/** How one kind of aggregate lives. */
export interface Life {
  readonly database: WritingSubgraph
  readonly type: string
  /** Gives `id`, and the fields of the standing under their names. */
  readonly rows: string
  /** Whereto from where; `''` is before the beginning. */
  readonly path: Readonly<Record<string, readonly string[]>>
  /** How it stood after each event. Throws when an event cannot have happened there. */
  replay(events: readonly unknown[]): Standing[]
}

function replayed<State, Event>(
  events: readonly Event[],
  evolve: (state: State | undefined, event: Event) => State,
  standing: (state: State) => Standing,
): Standing[] {
  const steps: Standing[] = []
  let state: State | undefined
  for (const event of events) {
    state = evolve(state, event)
    steps.push(standing(state))
  }
  return steps
}

// The history keeps an event as JSON: its instants are strings there, which no evolve calculates with.
const rental: Life = {
  database: 'rent',
  type: 'Rental',
  rows: `select id::text as id, status, payment_state as "paymentState", refund_state as "refundState",
    attempt_no as "attemptNo", payment_id as "paymentId", charged_amount as "chargedAmount",
    refunded_amount as "refundedAmount", cancel_reason as "cancelReason", copy_id as "copyId", rental_fee as "rentalFee",
    payback from rental`,
  path: {
    '': ['RENTED'],
    RENTED: ['PAID', 'REFUSED', 'CANCELING', 'CANCELED'],
    PAID: ['APPROVED', 'REFUSED', 'CANCELING', 'CANCELED'],
    APPROVED: ['RETURNED', 'EXPIRED', 'CANCELING', 'CANCELED'],
    REFUSED: ['CANCELED'],
    CANCELING: ['CANCELED'],
  },
  replay: (events) =>
    replayed(events as readonly RentalEvent[], evolveRental, (state) => ({
      status: state.status,
      paymentState: state.paymentState,
      refundState: state.refundState,
      attemptNo: state.attemptNo,
      paymentId: state.paymentId,
      chargedAmount: state.chargedAmount,
      refundedAmount: state.refundedAmount,
      cancelReason: state.cancelReason,
      copyId: state.copyId,
      rentalFee: state.rentalFee,
      payback: state.payback,
    })),
}

const payment: Life = {
  database: 'payment',
  type: 'Payment',
  rows: `select id::text as id, status, attempt_no as "attemptNo", key, rental_fee as "rentalFee",
    charged_amount as "chargedAmount", void_requested_for as "voidRequestedFor", refund_reason as "refundReason",
    refund_attempt as "refundAttempt", refund_step as "refundStep" from payment`,
  path: {
    '': ['REQUESTED', 'VOIDED'],
    REQUESTED: ['PAID', 'DECLINED', 'VOIDED'],
    PAID: ['REFUNDING'],
    REFUNDING: ['REFUNDED', 'REFUND_FAILED'],
    REFUNDED: ['REFUND_FAILED'],
    REFUND_FAILED: ['REFUNDING'],
  },
  replay: (events) =>
    replayed(events as readonly PaymentEvent[], evolvePayment, (state) => ({
      status: state.status,
      attemptNo: state.attemptNo,
      key: state.key,
      rentalFee: state.rentalFee,
      chargedAmount: state.chargedAmount,
      voidRequestedFor: state.voidRequestedFor,
      refundReason: state.refund?.reason ?? null,
      refundAttempt: state.refund?.attempt ?? null,
      refundStep: state.refund?.step ?? null,
    })),
}

const request: Life = {
  database: 'book',
  type: 'Request',
  rows: `select rental_id::text as id, status, payment_id as "paymentId", copy_id as "copyId", decided_by as "decidedBy",
    reason_code as "reasonCode", version from request`,
  path: {
    '': ['REQUESTED', 'REFUSED', 'WITHDRAWN'],
    REQUESTED: ['APPROVED', 'REFUSED', 'WITHDRAWN'],
    APPROVED: ['CLOSED', 'WITHDRAWN'],
  },
  replay: (events) =>
    replayed(events as readonly RequestEvent[], evolveRequest, (state) => ({
      status: state.status,
      paymentId: state.paymentId,
      copyId: state.copyId,
      decidedBy: state.decidedBy,
      reasonCode: state.reasonCode,
      version: state.version,
    })),
}

const promotion: Life = {
  database: 'promotion',
  type: 'Promotion',
  rows: `select id::text as id, status, points, loan_started as "loanStarted", refund_attempt as "refundAttempt",
    revoked, shortfall from promotion`,
  path: {
    '': ['NONE'],
    NONE: ['GRANTED', 'BLOCKED'],
    BLOCKED: ['GRANTED', 'NONE'],
    GRANTED: ['LOCKED'],
    LOCKED: ['REVOKED', 'GRANTED'],
    REVOKED: ['GRANTED'],
  },
  replay: (events) =>
    replayed(events as readonly PromotionEvent[], evolvePromotion, (state) => ({
      status: state.status,
      points: state.grant?.points ?? null,
      loanStarted: state.loanStarted,
      refundAttempt: state.refundAttempt,
      revoked: state.revoked,
      shortfall: state.shortfall,
    })),
}

export const lives: readonly Life[] = [rental, payment, request, promotion]
