import { evolve as evolveHold } from '@ebook/book/hold/state'
import { evolve as evolveRequest } from '@ebook/book/request/state'
import { evolve as evolvePayment } from '@ebook/payment/payment/state'
import { evolve as evolvePromotion } from '@ebook/promotion/promotion/state'
import { evolve as evolveSpend } from '@ebook/promotion/spend/state'
import { evolve as evolveRental } from '@ebook/rent/rental/state'
import type { WritingSubgraph } from '../../subgraphs/subgraphs.ts'
import { columnsOf } from './queries.ts'

/** What of an aggregate has to be the same in its row and in the fold of its history. */
export interface Standing {
  readonly status: string
  readonly [field: string]: string | number | boolean | null
}

/** How one kind of aggregate lives. */
export interface Life {
  readonly database: WritingSubgraph
  readonly type: string
  /** The column with the aggregate's id. */
  readonly id: string
  /** Of the standing. */
  readonly fields: readonly string[]
  /** Gives `id`, and the fields of the standing under their names. */
  readonly rows: string
  /** Whereto from where; `''` is before the beginning. */
  readonly path: Readonly<Record<string, readonly string[]>>
  /** How it stood after each event. Throws when an event cannot have happened there. */
  replay(events: readonly unknown[]): Standing[]
}

// The history keeps an event as JSON: its instants are strings there, which no evolve calculates with.
function life<State extends Readonly<Record<Field, Standing[string]>>, Event, Field extends string>({
  id = 'id',
  evolve,
  same,
  kept,
  ...what
}: Pick<Life, 'database' | 'type' | 'path'> & {
  /** The column with the aggregate's id. */
  readonly id?: string
  readonly evolve: (state: State | undefined, event: Event) => State
  /** Fields that the state and the row have under one name. */
  readonly same: readonly Field[]
  /** Fields of the row that the state keeps elsewhere. */
  readonly kept?: Readonly<Record<string, (state: State) => Standing[string]>>
}): Life {
  const fields = [
    ...same.map((field) => [field, (state: State) => state[field]] as const),
    ...Object.entries(kept ?? {}),
  ]
  const columns = columnsOf(fields.map(([field]) => field))
  return {
    ...what,
    id,
    fields: fields.map(([field]) => field),
    rows: `select ${id}::text as id, ${columns} from ${what.type.toLowerCase()}`,
    replay(events) {
      let state: State | undefined
      return (events as readonly Event[]).map((event) => {
        const is = evolve(state, event)
        state = is
        return Object.fromEntries(fields.map(([field, valueOf]) => [field, valueOf(is)])) as Standing
      })
    },
  }
}

export const lives: readonly Life[] = [
  life({
    database: 'rent',
    type: 'Rental',
    evolve: evolveRental,
    same: [
      'status',
      'paymentState',
      'refundState',
      'attemptNo',
      'paymentId',
      'chargedAmount',
      'refundedAmount',
      'cancelReason',
      'copyId',
      'rentalFee',
      'renewalCount',
      'payback',
    ],
    path: {
      '': ['RENTED'],
      RENTED: ['PAID', 'REFUSED', 'CANCELING', 'CANCELED'],
      PAID: ['APPROVED', 'REFUSED', 'CANCELING', 'CANCELED'],
      APPROVED: ['RETURNED', 'EXPIRED', 'CANCELING', 'CANCELED'],
      REFUSED: ['CANCELED'],
      CANCELING: ['CANCELED'],
    },
  }),
  life({
    database: 'payment',
    type: 'Payment',
    evolve: evolvePayment,
    same: [
      'status',
      'attemptNo',
      'key',
      'rentalFee',
      'pointsToUse',
      'pointsUsed',
      'pointsReturned',
      'chargedAmount',
      'voidRequestedFor',
    ],
    kept: {
      refundReason: ({ refund }) => refund?.reason ?? null,
      refundAttempt: ({ refund }) => refund?.attempt ?? null,
      refundStep: ({ refund }) => refund?.step ?? null,
    },
    path: {
      '': ['REQUESTED', 'VOIDED'],
      REQUESTED: ['PAID', 'DECLINED', 'VOIDED'],
      PAID: ['REFUNDING'],
      REFUNDING: ['REFUNDED', 'REFUND_FAILED'],
      REFUNDED: ['REFUND_FAILED'],
      REFUND_FAILED: ['REFUNDING'],
    },
  }),
  life({
    database: 'book',
    type: 'Request',
    id: 'rental_id',
    evolve: evolveRequest,
    same: ['status', 'paymentId', 'copyId', 'decidedBy', 'reasonCode', 'version'],
    path: {
      '': ['REQUESTED', 'REFUSED', 'WITHDRAWN'],
      REQUESTED: ['APPROVED', 'REFUSED', 'WITHDRAWN'],
      APPROVED: ['CLOSED', 'WITHDRAWN'],
    },
  }),
  life({
    database: 'book',
    type: 'Hold',
    id: 'hold_id',
    evolve: evolveHold,
    same: ['status', 'seq', 'seatId', 'suspended', 'extended', 'lapses', 'reason'],
    path: {
      '': ['WAITING'],
      WAITING: ['READY', 'FULFILLED', 'CANCELED'],
      READY: ['WAITING', 'FULFILLED', 'CANCELED'],
    },
  }),
  life({
    database: 'promotion',
    type: 'Promotion',
    evolve: evolvePromotion,
    same: ['status', 'loanStarted', 'refundAttempt', 'revoked', 'shortfall'],
    kept: { points: ({ grant }) => grant?.points ?? null },
    path: {
      '': ['NONE'],
      NONE: ['GRANTED', 'BLOCKED'],
      BLOCKED: ['GRANTED', 'NONE'],
      GRANTED: ['LOCKED'],
      LOCKED: ['REVOKED', 'GRANTED'],
      REVOKED: ['GRANTED'],
    },
  }),
  life({
    database: 'promotion',
    type: 'Spend',
    id: 'payment_id',
    evolve: evolveSpend,
    same: ['status', 'points'],
    path: {
      '': ['SPENT', 'BLOCKED'],
      SPENT: ['RETURNED'],
    },
  }),
]

/** What is wrong with a life: its history does not lead to its row (the fields of its standing), or is no legal path. */
export function problemOf(
  life: Life,
  row: Readonly<Record<string, unknown>> | undefined,
  events: readonly { readonly type: string }[] | undefined,
): string | undefined {
  if (row === undefined) return 'has a history and no row'
  if (events === undefined) return `is ${String(row['status'])} and has no history`
  let steps
  try {
    steps = life.replay(events)
  } catch (error) {
    return `its history is no life: ${String(error)}`
  }
  let status = ''
  for (const [index, step] of steps.entries()) {
    if (step.status !== status && !life.path[status]?.includes(step.status)) {
      return `went from ${status || 'nothing'} to ${step.status} by ${events[index]?.type}`
    }
    status = step.status
  }
  const last = steps.at(-1)
  if (last === undefined) return 'its history is empty'
  const different = Object.entries(last).filter(([field, value]) => row[field] !== value)
  if (different.length === 0) return undefined
  return different.map(([field, value]) => `${field} is ${String(row[field])}, by its history ${value}`).join('; ')
}
