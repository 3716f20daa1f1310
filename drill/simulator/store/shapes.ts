import { randomUUID } from 'node:crypto'
import { LIVE } from '@ebook/payment/payment/state'
import type { Row, Shape, Unique } from './table.ts'

// What the migrations of the product say, as far as a row can break it. Where they and this differ, one is wrong.

const among = (column: string, values: readonly string[]) => (row: Row) => values.includes(String(row[column]))
const unique = (name: string, columns: string, where?: Unique['where']): Unique => ({
  name,
  columns: columns.split(' '),
  ...(where && { where }),
})
/** By its primary key. */
const table = (key: string, { uniques = [], ...more }: Omit<Shape, 'unique'> & { uniques?: Unique[] } = {}): Shape => ({
  unique: [unique('primary key', key), ...uniques],
  ...more,
})

const messaging: Readonly<Record<string, Shape>> = {
  outbox: table('event_id', {
    uniques: [
      unique(
        'outbox_aggregate_type_aggregate_id_aggregate_version_key',
        'aggregate_id aggregate_type aggregate_version',
      ),
      unique('outbox_pos_key', 'pos'),
    ],
    defaults: (appended_at, next) => ({
      seq: String(next()),
      pos: null,
      appended_at,
      redacted_at: null,
      purged_at: null,
    }),
  }),
  relay_state: table('singleton', {
    defaults: () => ({ singleton: true, epoch: '0', last_pos: '0', stream_identity: null, published: '[]' }),
  }),
  inbox: table('consumer event_id', {
    uniques: [unique('inbox_consumer_producer_pos_key', 'pos producer consumer')],
    defaults: (received_at) => ({ received_at }),
  }),
  inbox_position: table('consumer producer'),
  parked_message: table('consumer event_id'),
  dead_letter: table('consumer source'),
  delivery_attempt: table('consumer event_id', { defaults: () => ({ last_error: null }) }),
  history: table('aggregate_type aggregate_id seq', { defaults: (at) => ({ at }) }),
}

const rent: Readonly<Record<string, Shape>> = {
  ...messaging,
  member: table('user_id', {
    defaults: () => ({
      category: null,
      loan_limit: null,
      hold_limit: null,
      membership_until: null,
      blocks: [],
      keeps_history: false,
      owed_points: 0,
      owed_since: null,
    }),
  }),
  turn: table('hold_id'),
  missed_turn: table('event_id'),
  revocation: table('book_id', { defaults: () => ({ done_at: null }) }),
  book: table('book_id', {
    defaults: () => ({
      status: null,
      loan_period_days: null,
      max_renewals: null,
      holds_waiting: 0,
      next_loan_ends: null,
      loans_to_renew: null,
    }),
  }),
  idempotency_key: table('user_id key'),
  rental: table('id', {
    uniques: [
      unique(
        'rental_open_title',
        'user_id book_id',
        among('status', ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING']),
      ),
    ],
    checks: {
      'a loan is paid (N1.1)': (row) =>
        !among('status', ['PAID', 'APPROVED'])(row) ||
        (row['payment_id'] !== null &&
          (row['payment_state'] === 'PAID' || (row['status'] === 'APPROVED' && row['payment_state'] === 'REFUNDED'))),
      'a loan has a copy and an end': (row) =>
        row['status'] !== 'APPROVED' || (row['copy_id'] !== null && row['due_at'] !== null),
    },
  }),
}

const isRefunding = among('status', ['REFUNDING', 'REFUNDED', 'REFUND_FAILED'])

const payment: Readonly<Record<string, Shape>> = {
  ...messaging,
  payment: table('id', {
    uniques: [
      unique('payment_key', 'key'),
      unique('payment_attempt', 'rental_id attempt_no'),
      unique('payment_live', 'rental_id', among('status', LIVE)),
    ],
    checks: {
      'a tombstone has no key': (row) => (row['key'] === null) === (row['attempt_no'] === 0),
      'what was taken has a date': (row) =>
        (row['paid_date'] !== null) === (row['status'] === 'PAID' || isRefunding(row)),
      'a charge is what points leave of the fee': ({ charged_amount, rental_fee, points_to_use }) =>
        charged_amount === 0 || charged_amount === Number(rental_fee) - Number(points_to_use),
      'nobody is charged before the points are taken (P1a)': (row) =>
        row['paid_date'] === null || row['points_used'] === row['points_to_use'],
      'what goes back has an attempt': (row) => (row['refund_attempt'] !== null) === isRefunding(row),
      'no money moves before promotion has answered (PN1)': (row) =>
        !isRefunding(row) || row['status'] === 'REFUNDING' || row['refund_step'] === 'PROVIDER',
    },
  }),
  payment_task: table('payment_id', { defaults: (due_at) => ({ due_at, tries: 0 }) }),
  receipt: table('id'),
  ledger_line: table('seq', {
    uniques: [
      unique('ledger_line_one_charge', 'payment_id account', among('kind', ['CHARGE'])),
      unique('ledger_line_points_once', 'payment_id account kind', among('kind', ['POINT_USE', 'POINT_RETURN'])),
    ],
    defaults: (at, next) => ({ seq: String(next()), at }),
  }),
}

const promotion: Readonly<Record<string, Shape>> = {
  ...messaging,
  promotion: table('id', { uniques: [unique('promotion_payment', 'payment_id')] }),
  point_account: table('user_id', {
    defaults: () => ({ available: 0, pending: 0, lifetime: 0 }),
    checks: {
      'nothing is pending below zero': ({ pending }) => Number(pending) >= 0,
      'a lifetime is not below zero': ({ lifetime }) => Number(lifetime) >= 0,
    },
  }),
  spend: table('payment_id', {
    checks: {
      'what is spent is something': ({ status, points }) => Number(points) > 0 === (status !== 'BLOCKED'),
    },
  }),
  point_lot: table('id', {
    defaults: (_, next) => ({ id: String(next()) }),
    checks: {
      'no more is left than there was': ({ points, left_points }) =>
        Number(left_points) >= 0 && Number(left_points) <= Number(points),
    },
  }),
  point_entry: table('id', {
    uniques: [unique('point_entry_once', 'payment_id kind n')],
    defaults: (at, next) => ({ id: String(next()), at }),
  }),
}

const isOpen = ({ closed_at }: Row) => closed_at === null

const book: Readonly<Record<string, Shape>> = {
  ...messaging,
  title: table('book_id', {
    checks: {
      'free seats are seats': ({ seats_free, seats_total }) =>
        Number(seats_free) >= 0 && Number(seats_free) <= Number(seats_total),
    },
  }),
  licence: table('id', {
    defaults: (added_date) => ({
      added_date,
      vendor: null,
      order_number: null,
      price: null,
      renewal_counts_as_loan: false,
      near_end: [],
      download: 'NONE',
      preview: null,
    }),
    checks: { 'no loan is lent that is not left': ({ loans_left }) => loans_left === null || Number(loans_left) >= 0 },
  }),
  seat: table('id', { defaults: () => ({ id: randomUUID() }) }),
  allocation: table('id', {
    uniques: [unique('allocation_open_rental', 'rental_id', isOpen), unique('allocation_open_seat', 'seat_id', isOpen)],
    defaults: (opened_at, next) => ({ id: String(next()), opened_at, closed_at: null }),
  }),
  request: table('rental_id'),
  hold: table('hold_id', {
    uniques: [
      unique('hold_open', 'user_id book_id', among('status', ['WAITING', 'READY'])),
      unique('hold_seat', 'seat_id', among('status', ['READY'])),
      unique('hold_place', 'book_id seq'),
      unique('hold_key', 'user_id key'),
    ],
  }),
  hold_wish: table('rental_id'),
  erasure: table('user_id'),
  renewed_loan: table('rental_id'),
  member: table('user_id', { defaults: () => ({ hold_limit: null }) }),
  member_block: table('block_id'),
}

export const shapes = { book, rent, payment, promotion } as const
