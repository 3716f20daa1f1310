import type { Actor } from '@ebook/nats/event'
import { storedRow, stateOf, type PaymentDatabase } from '@ebook/payment/database'
import { enterInLedger } from '@ebook/payment/sql/ledger'
import { findPayment, loadPayment, lockPaymentsOf, readVisiblePayments, savePayment } from '@ebook/payment/sql/payment'
import { claimTasks, deferTask, putTask, removeTask } from '@ebook/payment/sql/tasks'
import { adaptersOver, type Adapter, type Tables } from '../database.ts'

const adapter = adaptersOver<PaymentDatabase>()

const later = (now: Date, ms: number) => new Date(now.getTime() + ms)

function find({ payment }: Tables<PaymentDatabase>, id: string) {
  const row = payment.get(id)
  return row && stateOf(row)
}

export const paymentAdapters: readonly Adapter[] = [
  adapter(loadPayment, (tables, _, id) => find(tables, id)),
  adapter(findPayment, (tables, _, id) => find(tables, id)),
  adapter(savePayment, ({ payment }, _, id, state, previous) => {
    if (previous === undefined) payment.insert(storedRow(state))
    else payment.update(payment.get(id), storedRow(state))
  }),
  adapter(lockPaymentsOf, ({ payment }, now, rentalId) => ({
    payments: payment.rows
      .filter((row) => row.rental_id === rentalId)
      .toSorted((one, other) => one.attempt_no - other.attempt_no)
      .map(stateOf),
    now,
  })),
  adapter(readVisiblePayments, ({ payment, payment_task }, _, ids, visible) =>
    payment.rows
      .filter(({ id, attempt_no }) => ids.includes(id) && attempt_no > 0)
      .filter(({ user_id }) => visible === 'all' || user_id === visible.userId)
      .map((row) => ({ payment: stateOf(row), nextTry: payment_task.get(row.id)?.due_at ?? null })),
  ),
  adapter(enterInLedger, ({ ledger_line }, _, payment_id, transactions) => {
    for (const { id: transaction_id, lines } of transactions)
      for (const line of lines) ledger_line.insert({ ...line, transaction_id, payment_id })
  }),
  adapter(putTask, ({ payment_task }, now, { paymentId: payment_id, kind, cause }, leaseMs) => {
    const known = payment_task.get(payment_id)
    const { causationId: causation_id, actor, traceparent = null } = cause
    const task = { payment_id, kind, due_at: now, tries: 0, causation_id, actor, traceparent }
    if (!known) payment_task.insert({ ...task, leased_until: leaseMs === 0 ? null : later(now, leaseMs) })
    else payment_task.update(known, { ...task, leased_until: known.kind === kind ? known.leased_until : null })
  }),
  adapter(removeTask, ({ payment_task }, _, paymentId) => payment_task.remove(payment_task.get(paymentId))),
  adapter(claimTasks, ({ payment, payment_task }, now, kind, limit, leaseMs) => {
    const isPast = (date: Date | null) => date === null || date.getTime() <= now.getTime()
    const ofKind = payment_task.rows.filter((task) => task.kind === kind)
    const free = ofKind
      .filter((task) => isPast(task.due_at) && isPast(task.leased_until))
      .toSorted((one, other) => one.due_at.getTime() - other.due_at.getTime())
      .slice(0, limit)
    const next = ofKind
      .filter((task) => !free.includes(task))
      .map(({ due_at, leased_until }) => Math.max(due_at.getTime(), leased_until?.getTime() ?? 0))
    const tasks = free.map((task) => {
      const { payment_id, tries, causation_id, actor, traceparent } = task
      payment_task.update(task, { leased_until: later(now, leaseMs) })
      const correlationId = payment.get(payment_id)?.rental_id ?? ''
      const because = { causationId: causation_id, actor: actor as Actor, traceparent: traceparent ?? undefined }
      return { paymentId: payment_id, kind, tries, cause: { correlationId, ...because } }
    })
    return { tasks, nextInMs: next.length === 0 ? undefined : Math.min(...next) - now.getTime() }
  }),
  adapter(deferTask, ({ payment_task }, now, { paymentId, kind }, delayMs) => {
    const task = payment_task.get(paymentId)
    if (task?.kind !== kind) return
    payment_task.update(task, { due_at: later(now, delayMs), tries: task.tries + 1, leased_until: null })
  }),
]
