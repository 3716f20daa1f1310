import { rowOf } from '@ebook/chassis/rows'
import type { Actor } from '@ebook/nats/event'
import { storedRow, stateOf, type PaymentDatabase } from '@ebook/payment/database'
import { enterInLedger } from '@ebook/payment/sql/ledger'
import {
  findPayment,
  loadPayments,
  loadPaymentsOf,
  readVisiblePayments,
  savePayments,
} from '@ebook/payment/sql/payment'
import { keepReceipts, receiptsOf } from '@ebook/payment/sql/receipt'
import { claimTasks, deferTask, keepTasks, lastOfEach } from '@ebook/payment/sql/tasks'
import { adaptersOver, type Adapter } from '../database.ts'
import { loaded, save, uncounted } from './aggregate.ts'

const adapter = adaptersOver<PaymentDatabase>()

const later = (now: Date, ms: number) => new Date(now.getTime() + ms)

export const paymentAdapters: readonly Adapter[] = [
  adapter(loadPayments, ({ payment }, now, ids) => loaded(payment, now, 'id', stateOf, ({ id }) => ids.includes(id))),
  adapter(loadPaymentsOf, ({ payment }, now, rentalIds) =>
    loaded(payment, now, 'id', stateOf, ({ rental_id }) => rentalIds.includes(rental_id)),
  ),
  adapter(
    findPayment,
    ({ payment }, now, id) => loaded(payment, now, 'id', stateOf, (row) => row.id === id).found[0]?.state,
  ),
  adapter(savePayments, ({ payment }, _, saved) => save(payment, storedRow, saved)),
  adapter(readVisiblePayments, ({ payment, payment_task }, _, ids, visible) =>
    payment.rows
      .filter(({ id, attempt_no }) => ids.includes(id) && attempt_no > 0)
      .filter(({ user_id }) => visible === 'all' || user_id === visible.userId)
      .map((row) => ({ payment: stateOf(uncounted(row)), nextTry: payment_task.get(row.id)?.due_at ?? null })),
  ),
  adapter(enterInLedger, ({ ledger_line }, _, entries) => {
    for (const entry of entries) ledger_line.insert(rowOf(entry))
  }),
  adapter(keepReceipts, ({ receipt }, _, payments) => {
    for (const { row } of receiptsOf(payments)) receipt.insert(row)
  }),
  adapter(keepTasks, ({ payment_task }, now, next) => {
    for (const { paymentId: payment_id, kind, cause, leaseMs } of lastOfEach(next)) {
      const known = payment_task.get(payment_id)
      const { causationId: causation_id, actor, traceparent = null } = cause
      const task = { payment_id, due_at: now, tries: 0, causation_id, actor, traceparent }
      if (kind === undefined) payment_task.remove(known)
      else if (!known) payment_task.insert({ ...task, kind, leased_until: leaseMs === 0 ? null : later(now, leaseMs) })
      else payment_task.update(known, { ...task, kind, leased_until: known.kind === kind ? known.leased_until : null })
    }
  }),
  adapter(claimTasks, ({ payment, payment_task }, now, kinds, limit, leaseMs) => {
    const isPast = (date: Date | null) => date === null || date.getTime() <= now.getTime()
    const ofKind = payment_task.rows.filter(({ kind }) => kinds.includes(kind))
    const free = ofKind
      .filter((task) => isPast(task.due_at) && isPast(task.leased_until))
      .toSorted((one, other) => one.due_at.getTime() - other.due_at.getTime())
      .slice(0, limit)
    const next = ofKind
      .filter((task) => !free.includes(task))
      .map(({ due_at, leased_until }) => Math.max(due_at.getTime(), leased_until?.getTime() ?? 0))
    const tasks = free.map((task) => {
      const { payment_id, kind, tries, causation_id, actor, traceparent } = task
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
