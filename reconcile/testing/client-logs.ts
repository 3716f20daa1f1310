import type { Call, Entry } from '../client-log.ts'
import type { Rentals } from './damages.ts'

const at = '2026-01-01T00:00:00.000Z'
const call: Omit<Call, 'outcome'> = {
  kind: 'call',
  at,
  member: 'lent',
  operation: 'RequestRental',
  key: 'k',
  bookId: 'b',
  rentalId: null,
  status: 200,
  codes: [],
}
const row = { kind: 'seen', at, subscription: 's', member: 'lent', admin: false, owner: 'lent' } as const

export interface Sight {
  readonly number: number
  readonly what: string
  readonly entries: () => Entry[]
  /** What the offending row's name or problem contains. */
  readonly names: () => string
  /** Other statements that the same entries break. */
  readonly also?: readonly number[]
}

/** A log of clients who saw nothing wrong. `version`: of the dashboard's row of the rental that is lent. */
export const faultless = (rentals: Rentals, version: number): Entry[] => [
  ...Object.entries(rentals).map(([member, rentalId]): Entry => ({
    ...call,
    member,
    key: member,
    outcome: 'ok',
    rentalId,
  })),
  { ...call, key: null, outcome: 'ok', operation: 'ApproveRental', member: 'libby', rentalId: rentals.lent, won: true },
  { ...call, key: null, outcome: 'failed', operation: 'CancelRental', rentalId: rentals.lent, codes: ['TOO_LATE'] },
  { ...call, key: 'refused', outcome: 'failed', codes: ['BOOK_NOT_AVAILABLE'] },
  { ...call, key: 'lent', bookId: 'another', outcome: 'failed', codes: ['IDEMPOTENCY_KEY_REUSED'] },
  { ...call, key: 'lost', outcome: 'unknown', status: 503, body: '{"errors":[{"message":"unavailable"}]}' },
  { ...row, rentalId: rentals.lent, version: 1 },
  { ...row, rentalId: rentals.lent, version },
  { kind: 'read', at, member: 'lent', rentalId: rentals.lent, wrote: 'requested', status: 'APPROVED' },
  { kind: 'figure', process: 'rent', name: 'memory', base: 100, end: 150, mayGrowBy: 100 },
  { kind: 'drained', tookMs: 900, boundMs: 1_000 },
  { kind: 'pace', attempts: 900, without: { answers: 200, p99: 150 }, under: { answers: 200, p99: 450 } },
]

/** What clients can have seen that makes one statement fail. */
export const sights = (rentals: Rentals): readonly Sight[] => [
  {
    number: 1,
    what: 'an acknowledged rental that is not there',
    entries: () => [{ ...call, outcome: 'ok', rentalId: 'lost', operation: 'RequestRental' }],
    names: () => 'request lent k was acknowledged as rental lost',
    also: [23],
  },
  {
    number: 1,
    what: 'a refused rental that is there',
    entries: () => [{ ...call, key: 'lent', outcome: 'failed', codes: ['BOOK_NOT_AVAILABLE'] }],
    names: () => `request lent lent was refused, and there is rental ${rentals.lent}`,
  },
  {
    number: 5,
    what: 'two answers under one key',
    entries: () =>
      [rentals.lent, rentals.returned].map((rentalId) => ({
        ...call,
        operation: 'PayRental',
        outcome: 'ok',
        rentalId,
      })),
    names: () => 'idempotency key k of lent was answered with',
  },
  {
    number: 5,
    what: 'a repetition that is refused',
    entries: () => [
      { ...call, key: 'lent', outcome: 'ok', rentalId: rentals.lent },
      { ...call, key: 'lent', outcome: 'failed', codes: ['ALREADY_RENTED'] },
    ],
    names: () => `idempotency key lent of lent was answered with ${rentals.lent} and ALREADY_RENTED`,
  },
  {
    number: 5,
    what: 'another title under a key that was used',
    entries: () => [
      { ...call, key: 'lent', outcome: 'ok', rentalId: rentals.lent },
      { ...call, key: 'lent', bookId: 'another', outcome: 'ok', rentalId: rentals.lent },
    ],
    names: () => `idempotency key lent of lent was used for title another, and answered with ${rentals.lent}`,
  },
  {
    number: 6,
    what: 'a loser who was not told',
    entries: () => [{ ...call, key: null, operation: 'CancelRental', outcome: 'failed', rentalId: rentals.lent }],
    names: () => 'CancelRental of lent lost and was not told why',
  },
  {
    number: 6,
    what: 'two winners',
    entries: () =>
      ['ApproveRental', 'RefuseRental'].map((operation) => ({
        ...call,
        key: null,
        operation,
        outcome: 'unknown',
        rentalId: rentals.lent,
        won: true,
      })),
    names: () => `rental ${rentals.lent} these were all told that they won: ApproveRental, RefuseRental`,
  },
  {
    number: 20,
    what: 'a version that falls',
    entries: () => [99, 98].map((version) => ({ ...row, rentalId: 'gone', version })),
    names: () => 'version 98 came after 99',
  },
  {
    number: 20,
    what: 'a subscription that ends too early',
    entries: () => [{ ...row, rentalId: rentals.lent, version: 1 }],
    names: () => 'ended on version 1, and the last is',
  },
  {
    number: 20,
    what: 'a row that a subscription never brought',
    entries: () => [{ kind: 'subscribed', at, subscription: 's', member: 'returned', admin: false }],
    names: () => `subscription s ${rentals.returned} never saw it`,
  },
  {
    number: 20,
    what: 'a message that the protocol forbids',
    entries: () => [{ kind: 'violation', at, subscription: 's', what: "next after the operation's end" }],
    names: () => "next after the operation's end",
  },
  {
    number: 21,
    what: "another member's row",
    entries: () => [{ ...row, rentalId: 'gone', owner: 'somebody', version: 1 }],
    names: () => "it is somebody's",
  },
  {
    number: 22,
    what: 'a read that is older than the write',
    entries: () => [{ kind: 'read', at, member: 'lent', rentalId: rentals.lent, wrote: 'ended', status: 'APPROVED' }],
    names: () => 'lent had ended it and read APPROVED',
  },
  {
    number: 23,
    what: 'an acknowledged cancellation without a trace',
    entries: () => [{ ...call, key: null, operation: 'CancelRental', outcome: 'ok', rentalId: rentals.lent }],
    names: () => `rental ${rentals.lent} CancelRental was acknowledged`,
  },
  {
    number: 24,
    what: 'SQL in an answer',
    entries: () => [
      { ...call, outcome: 'failed', codes: ['X'], status: 500, body: 'select * from rental where id = 1' },
    ],
    names: () => 'was answered with select',
  },
  {
    number: 24,
    what: 'a rejection that nobody handled',
    entries: () => [{ kind: 'uncaught', at, process: 'rent', line: 'unhandledRejection: boom' }],
    names: () => 'unhandledRejection: boom',
  },
  {
    number: 25,
    what: 'memory that stays',
    entries: () => [{ kind: 'figure', process: 'rent', name: 'memory', base: 100, end: 300, mayGrowBy: 100 }],
    names: () => 'memory of rent was 100 and is 300',
  },
  {
    number: 26,
    what: 'what never drained',
    entries: () => [{ kind: 'drained', tookMs: null, boundMs: 1_000 }],
    names: () => 'never came to rest',
  },
  {
    number: 27,
    what: 'an attacker who got something',
    entries: () => [
      { kind: 'pace', attempts: 9, without: { answers: 200, p99: 9 }, under: { answers: 200, p99: 300 } },
      { kind: 'breach', at, attacker: 'member', what: "another's rental: {}" },
    ],
    names: () => "member at 2026-01-01T00:00:00.000Z got another's rental: {}",
  },
  ...(
    [
      [900, 200, 451, 'took 451 ms under attack, and 150 ms without (p99)'],
      [900, 99, 150, '200 and 99 of them show nothing'],
      [0, 200, 150, 'nobody attacked'],
    ] as const
  ).map(([attempts, answers, p99, problem]): Sight => ({
    number: 27,
    what: `answers that ${problem}`,
    entries: () => [{ kind: 'pace', attempts, without: { answers: 200, p99: 150 }, under: { answers, p99 } }],
    names: () => problem,
  })),
]
