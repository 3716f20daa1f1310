import { randomUUID } from 'node:crypto'
import { LIVE } from '@ebook/payment/payment/state'
import type { Row, Shape } from './row.ts'

// What the migrations of the product say, as far as a row can break it. Where they and this differ, one is wrong.

const among = (column: string, values: readonly string[]) => (row: Row) => values.includes(String(row[column]))
const key = (...columns: string[]): Shape => ({ unique: [{ name: 'primary key', columns }] })

const messaging: Readonly<Record<string, Shape>> = {
  outbox: {
    unique: [
      { name: 'outbox_pkey', columns: ['event_id'] },
      {
        name: 'outbox_aggregate_type_aggregate_id_aggregate_version_key',
        columns: ['aggregate_id', 'aggregate_type', 'aggregate_version'],
      },
      { name: 'outbox_pos_key', columns: ['pos'] },
    ],
    defaults: (now, next) => ({ seq: String(next()), pos: null, published_at: null, appended_at: now }),
  },
  relay_state: { ...key('singleton'), defaults: () => ({ singleton: true }) },
  inbox: {
    unique: [
      { name: 'inbox_pkey', columns: ['consumer', 'event_id'] },
      { name: 'inbox_consumer_producer_pos_key', columns: ['pos', 'producer', 'consumer'] },
    ],
    defaults: (received_at) => ({ received_at }),
  },
  inbox_position: key('consumer', 'producer'),
  parked_message: key('consumer', 'event_id'),
  dead_letter: key('consumer', 'source'),
  delivery_attempt: key('consumer', 'event_id'),
  history: key('aggregate_type', 'aggregate_id', 'seq'),
}

const OPEN_RENTAL = among('status', ['RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING'])

const rent: Readonly<Record<string, Shape>> = {
  ...messaging,
  member: key('user_id'),
  book: key('book_id'),
  idempotency_key: key('user_id', 'key'),
  rental: {
    unique: [
      { name: 'rental_pkey', columns: ['id'] },
      { name: 'rental_open_title', columns: ['user_id', 'book_id'], where: OPEN_RENTAL },
    ],
    checks: {
      'a loan is paid (N1.1)': (row) =>
        !among('status', ['PAID', 'APPROVED'])(row) || (row['payment_id'] !== null && row['payment_state'] === 'PAID'),
      'a loan has a copy and an end': (row) =>
        row['status'] !== 'APPROVED' || (row['copy_id'] !== null && row['due_at'] !== null),
    },
  },
}

const TAKEN = ['PAID', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED']

const payment: Readonly<Record<string, Shape>> = {
  ...messaging,
  payment: {
    unique: [
      { name: 'payment_pkey', columns: ['id'] },
      { name: 'payment_key', columns: ['key'] },
      { name: 'payment_attempt', columns: ['rental_id', 'attempt_no'] },
      { name: 'payment_live', columns: ['rental_id'], where: among('status', LIVE) },
    ],
    checks: {
      'a tombstone has no key': (row) => (row['key'] === null) === (row['attempt_no'] === 0),
      'what was taken has a date': (row) => (row['paid_date'] !== null) === TAKEN.includes(String(row['status'])),
      'what goes back has an attempt': (row) =>
        (row['refund_attempt'] !== null) === among('status', ['REFUNDING', 'REFUNDED', 'REFUND_FAILED'])(row),
      'no money moves before promotion has answered (PN1)': (row) =>
        !among('status', ['REFUNDED', 'REFUND_FAILED'])(row) || row['refund_step'] === 'PROVIDER',
    },
  },
  payment_task: {
    unique: [{ name: 'payment_task_pkey', columns: ['payment_id'] }],
    defaults: (due_at) => ({ due_at, tries: 0 }),
  },
  ledger_line: {
    unique: [
      { name: 'ledger_line_pkey', columns: ['seq'] },
      { name: 'ledger_line_one_charge', columns: ['payment_id', 'account'], where: among('kind', ['CHARGE']) },
    ],
    defaults: (at, next) => ({ seq: String(next()), at }),
  },
}

const promotion: Readonly<Record<string, Shape>> = {
  ...messaging,
  promotion: {
    unique: [
      { name: 'promotion_pkey', columns: ['id'] },
      { name: 'promotion_payment', columns: ['payment_id'] },
    ],
  },
  point_account: {
    unique: [{ name: 'point_account_pkey', columns: ['user_id'] }],
    defaults: () => ({ available: 0, pending: 0, lifetime: 0 }),
    checks: {
      'nothing is pending below zero': ({ pending }) => Number(pending) >= 0,
      'a lifetime is not below zero': ({ lifetime }) => Number(lifetime) >= 0,
    },
  },
  point_entry: {
    unique: [
      { name: 'point_entry_pkey', columns: ['id'] },
      { name: 'point_entry_once', columns: ['payment_id', 'kind', 'n'] },
    ],
    defaults: (at, next) => ({ id: String(next()), at }),
  },
}

const book: Readonly<Record<string, Shape>> = {
  ...messaging,
  title: {
    unique: [{ name: 'title_pkey', columns: ['book_id'] }],
    checks: {
      'free seats are seats': ({ seats_free, seats_total }) =>
        Number(seats_free) >= 0 && Number(seats_free) <= Number(seats_total),
    },
  },
  licence: { ...key('id'), defaults: () => ({ id: randomUUID() }) },
  seat: { unique: [{ name: 'seat_pkey', columns: ['id'] }], defaults: () => ({ id: randomUUID() }) },
  allocation: {
    unique: [
      { name: 'allocation_pkey', columns: ['id'] },
      { name: 'allocation_open_rental', columns: ['rental_id'], where: ({ closed_at }) => closed_at === null },
      { name: 'allocation_open_seat', columns: ['seat_id'], where: ({ closed_at }) => closed_at === null },
    ],
    defaults: (opened_at, next) => ({ id: String(next()), opened_at, closed_at: null }),
  },
  request: key('rental_id'),
}

export const shapes = { book, rent, payment, promotion } as const
