import { given as givenDecider } from '@ebook/chassis/testing/given'
import { outcomeOf } from '../outcome.ts'
import { decide } from '../rental/decide.ts'
import type { RentalCommand, RentalEvent, RentalRefusal } from '../rental/language.ts'
import { evolve, type Rental } from '../rental/state.ts'
import { after, copyId, DAY, dueAt, MINUTE, noon, paymentId, payUntil, userId } from './rentals.ts'

export const given = (past?: readonly RentalEvent[]) =>
  givenDecider<RentalCommand, RentalEvent, Rental, RentalRefusal>({ decide, evolve }, past)

export function stateAfter(past: readonly RentalEvent[]): Rental {
  const rental = past.reduce<Rental | undefined>(evolve, undefined)
  if (rental === undefined) throw new Error('nothing has happened')
  return rental
}

/** What the member is told. */
export function outcome(past: readonly RentalEvent[], command: RentalCommand) {
  const before = stateAfter(past)
  const decision = decide(command, before)
  if (decision.kind === 'refused') throw new Error(decision.refusal.code)
  return outcomeOf(decision.events.reduce(evolve, before), decision.events)
}

export const confirm = { type: 'confirmPayment', paymentId, chargedAmount: 3_000 } satisfies RentalCommand
export const decline = {
  type: 'declinePayment',
  paymentId,
  attemptNo: 1,
  reasonCode: 'NO_FUNDS',
  now: noon,
} satisfies RentalCommand
export const defer = {
  type: 'deferPayment',
  attemptNo: 1,
  reason: 'TIMEOUT',
  paymentId: null,
  retryAfter: after(8_000),
} satisfies RentalCommand
export const awaitMember = {
  type: 'awaitMember',
  attemptNo: 1,
  paymentId,
  expiresAt: after(10 * MINUTE),
  now: noon,
} satisfies RentalCommand
export const payRental = {
  type: 'payRental',
  userId,
  pointsToUse: undefined,
  retryAfter: after(5_000),
  now: noon,
} satisfies RentalCommand
export const cancelRental = { type: 'cancelRental', userId, now: noon } satisfies RentalCommand
export const returnRental = { type: 'returnRental', userId, admin: false, now: noon } satisfies RentalCommand
export const openRental = { type: 'openRental', userId, now: noon } satisfies RentalCommand
export const renewRental = {
  type: 'renewRental',
  userId,
  expectedDueAt: dueAt,
  facts: { holdsWaiting: 0, loansToRenew: null, fresh: true, lastPart: 1 / 3, bar: undefined },
  now: after(13 * DAY),
} satisfies RentalCommand
export const revokeRental = { type: 'revokeRental', note: null, now: noon } satisfies RentalCommand
export const endUnpaid = { type: 'endUnpaid', now: payUntil } satisfies RentalCommand
export const voidPayment = { type: 'voidPayment', paymentId: null, now: noon } satisfies RentalCommand
export const startLoan = {
  type: 'startLoan',
  paymentId,
  copyId,
  loanPeriodDays: 14,
  licenceExpiresAt: undefined,
  chargedAmount: undefined,
  now: noon,
} satisfies RentalCommand
export const refuse = { type: 'refuseRental', paymentId, reasonCode: 'POLICY' } satisfies RentalCommand
export const refund = {
  type: 'recordRefund',
  paymentId,
  amount: 3_000,
  reason: 'REFUSED',
  keepLoan: false,
  now: noon,
} satisfies RentalCommand
export const failRefund = {
  type: 'recordRefundFailure',
  paymentId,
  errorCode: 'ACCOUNT_CLOSED',
} satisfies RentalCommand
