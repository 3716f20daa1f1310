import { backoffMs, nextLookMs } from './payment-task.ts'
import type { ChargeOutcome, PaymentAction } from './payment/language.ts'
import { amountToCharge, chargeKey, chargeNameOf, nextStepOf, returnKey, type Payment } from './payment/state.ts'
import type { PaymentPorts } from './ports.ts'
import { record, type Settled } from './record-outcome.ts'
import { deferTask, type Task } from './sql/tasks.ts'

/** How long a member has for what the provider wants of them; hosted pages of some live no shorter. */
const ACT_WITHIN_MS = 30 * 60_000
const ORDER_NAME = 'E-book rental'

/**
 * Takes a payment as far as it goes: first the points, if any are to pay it (P1a), then the money. Every step is
 * committed before the next begins. `asked`: the next step may have been sent before.
 *
 * Returns the payment as it stands then, and the ids of the events that others hear of it.
 */
export async function settlePayment(
  ports: PaymentPorts,
  payment: Payment,
  task: Task,
  asked: boolean,
): Promise<Settled> {
  if (nextStepOf(payment) !== 'SPEND_POINTS') return settleCharge(ports, payment, task, asked)
  const spent = await spendPoints(ports, payment, task)
  // The points have been taken just now: a charge that somebody else sends meanwhile has the same key.
  return nextStepOf(spent.payment) === 'CHARGE' ? settleCharge(ports, spent.payment, task, false) : spent
}

/** Takes the points before anything is charged: without an answer nothing is, and the payment waits (P1a). */
async function spendPoints(ports: PaymentPorts, payment: Payment, task: Task): Promise<Settled> {
  const outcome = await ports.points.spendPoints(payment, task.cause)
  if (outcome.kind === 'deferred') {
    await deferTask(ports.db, task, Math.max(outcome.retryAfterMs, backoffMs(task.tries, Math.random())))
    return { payment, eventIds: [] }
  }
  return record(ports, payment, task, (now) => ({ type: 'recordSpend', outcome, now }))
}

/**
 * Finds out what becomes of a charge and tells the payment: asks the provider outside any transaction, records the
 * answer in one. `asked`: the charge may have been sent before, so it is looked for first (P4).
 */
async function settleCharge(ports: PaymentPorts, payment: Payment, task: Task, asked: boolean): Promise<Settled> {
  if (nextStepOf(payment) === 'RETURN_CHARGE') return returnCharge(ports, payment, task)
  const outcome = await outcomeOf(ports, payment, asked)
  if (outcome.kind === 'unknown') {
    await deferTask(ports.db, task, backoffMs(task.tries, Math.random()))
    return { payment, eventIds: [] }
  }
  if (outcome.kind === 'action' && payment.action !== null) {
    await deferTask(ports.db, task, nextLookMs(task.tries, timeLeftMs(payment.action)))
    return { payment, eventIds: [] }
  }
  const settled = await record(ports, payment, task, (now) => ({ type: 'recordCharge', outcome, now }))
  await followUp(ports, settled, outcome)
  return settled
}

/** After what the provider said of a charge was recorded, whoever had asked: what is next, and what is not as it should be. */
export async function followUp(ports: PaymentPorts, settled: Settled, outcome: ChargeOutcome): Promise<void> {
  const { id: paymentId, rentalId: correlationId, status, action, wrongCharge } = settled.payment
  const next = nextStepOf(settled.payment)
  if (next === 'AWAIT_MEMBER' && action !== null) {
    await deferTask(ports.db, { paymentId, kind: 'ACTION' }, nextLookMs(0, timeLeftMs(action)))
  } else if (next !== undefined) ports.wake()
  if (outcome.kind === 'charged' && wrongCharge !== null) {
    const { amount, currency } = outcome
    ports.log.error({ correlationId, paymentId, amount, currency }, 'the provider charged another amount: it goes back')
  } else if (outcome.kind === 'charged' && settled.payment.chargedAmount === 0) {
    ports.log.error({ correlationId, paymentId, status }, 'the provider charged what it had voided or declined before')
  }
}

async function outcomeOf(
  { provider, returnUrl }: PaymentPorts,
  payment: Payment,
  asked: boolean,
): Promise<ChargeOutcome> {
  const key = chargeKey(payment.id)
  const charge = { key, ref: payment.action?.ref ?? null }
  // "Not found" alone would say nothing of a charge that is still under way; a void does (P5).
  if (nextStepOf(payment) === 'VOID') return provider.void(charge)
  if (asked) {
    const found = await provider.find(charge)
    // Their time is over by our clock; whether they acted in time the provider knows (P2d).
    if (found.kind === 'action' && timeLeftMs(found) <= 0) return provider.void(charge)
    if (found.kind !== 'not found') return found
  }
  return provider.begin({
    key,
    amount: amountToCharge(payment),
    orderName: ORDER_NAME,
    returnUrl: `${returnUrl}?rental=${payment.rentalId}`,
    expiresAt: new Date(payment.requestedDate.getTime() + ACT_WITHIN_MS),
  })
}

/** Gives back what should not have been charged; the payment goes on only when it is back (P2c). */
async function returnCharge(ports: PaymentPorts, payment: Payment, task: Task): Promise<Settled> {
  const { id: paymentId, rentalId: correlationId, wrongCharge } = payment
  const outcome = await ports.provider.refund(returnKey(paymentId), chargeNameOf(payment), wrongCharge ?? 0)
  if (outcome.kind === 'refunded') return record(ports, payment, task, () => ({ type: 'recordReturn', outcome }))
  ports.log.error({ correlationId, paymentId, outcome }, 'a wrong charge could not be given back yet')
  await deferTask(ports.db, task, backoffMs(task.tries, Math.random()))
  return { payment, eventIds: [] }
}

const timeLeftMs = ({ expiresAt }: PaymentAction): number => expiresAt.getTime() - Date.now()
