import { sql, type Kysely } from 'kysely'
import type { Actor } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { PaymentDatabase, PaymentTaskTable } from '../database.ts'

export type TaskKind = PaymentTaskTable['kind']

/** A payment that has not come to rest, claimed for a while. */
export interface Task {
  readonly paymentId: string
  readonly kind: TaskKind
  /** How often the next step gave no answer. */
  readonly tries: number
  readonly cause: Cause
}

/** What a payment is to be given next. */
export interface NextTask extends Omit<Task, 'tries' | 'kind'> {
  /** Undefined when it has come to rest. */
  readonly kind: TaskKind | undefined
  /** For how long nobody may claim it; 0 for not at all. */
  readonly leaseMs: number
}

/**
 * There is a task exactly while a payment has a next step; of several that are given, the last. It is due at once, and
 * whoever has claimed it for this kind of step keeps it.
 */
export const keepTasks = storeWrite('payment/keep-tasks', (next: readonly NextTask[]) => {
  const rows = lastOfEach(next).map(({ paymentId, kind, cause, leaseMs }) => ({
    payment_id: paymentId,
    kind: kind ?? null,
    lease_ms: leaseMs,
    causation_id: cause.causationId,
    actor: cause.actor,
    traceparent: cause.traceparent ?? null,
  }))
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) as given
    (payment_id uuid, kind text, lease_ms integer, causation_id text, actor text, traceparent text)`
  return {
    kept_task: sql`
      insert into payment_task (payment_id, kind, leased_until, causation_id, actor, traceparent)
      select payment_id, kind, case when lease_ms <> 0 then now() + lease_ms * interval '1 ms' end,
        causation_id, actor, traceparent
      from ${given} where kind is not null
      on conflict (payment_id) do update set
        kind = excluded.kind, due_at = now(), tries = 0,
        leased_until = case when payment_task.kind = excluded.kind then payment_task.leased_until end,
        causation_id = excluded.causation_id, actor = excluded.actor, traceparent = excluded.traceparent`,
    done_task: sql`
      delete from payment_task using ${given}
      where payment_task.payment_id = given.payment_id and given.kind is null`,
  }
})

export const lastOfEach = (next: readonly NextTask[]): readonly NextTask[] => [
  ...new Map(next.map((task) => [task.paymentId, task])).values(),
]

export interface ClaimedTasks {
  readonly tasks: readonly Task[]
  /** Milliseconds until the next of the others is free and due, if there is any. */
  readonly nextInMs: number | undefined
}

/**
 * Takes tasks that are due, for `leaseMs`. No lock is held while they are worked on; when whoever took one dies, others
 * may take it after the lease. Working on one twice is harmless, because every step has its key.
 */
export const claimTasks = storeOperation(
  'payment/claim-tasks',
  async (
    db: Kysely<PaymentDatabase>,
    kinds: readonly TaskKind[],
    limit: number,
    leaseMs: number,
  ): Promise<ClaimedTasks> => {
    const { rows } = await sql<TaskRow | { nextInMs: number | null; payment_id: null }>`
      with free as materialized (
        select due.payment_id, payment.rental_id from payment_task as due
        join payment on payment.id = due.payment_id
        where due.kind = any(${kinds}::text[]) and due.due_at <= now() and (due.leased_until is null or due.leased_until <= now())
        order by due.due_at limit ${limit} for update of due skip locked
      ), claimed as (
        update payment_task as task set leased_until = now() + ${leaseMs} * interval '1 ms', hinted = false
        from free where task.payment_id = free.payment_id
        returning task.payment_id, task.kind, task.tries, task.causation_id, task.actor, task.traceparent, free.rental_id
      ), next as (
        select min(greatest(due_at, leased_until)) as at from payment_task
        where kind = any(${kinds}::text[]) and payment_id not in (select payment_id from free)
      )
      select claimed.*, extract(epoch from next.at - now())::float8 * 1000 as "nextInMs"
      from next left join claimed on true`.execute(db)
    return {
      nextInMs: rows[0]?.nextInMs ?? undefined,
      tasks: rows.filter((row) => row.payment_id !== null).map((row) => taskOf(row)),
    }
  },
)

interface TaskRow extends Pick<PaymentTaskTable, 'payment_id' | 'kind' | 'causation_id' | 'traceparent'> {
  readonly tries: number
  readonly actor: Actor
  readonly rental_id: string
  readonly nextInMs: number | null
}

const taskOf = (row: TaskRow): Task => ({
  paymentId: row.payment_id,
  kind: row.kind,
  tries: row.tries,
  cause: {
    correlationId: row.rental_id,
    causationId: row.causation_id,
    actor: row.actor,
    traceparent: row.traceparent ?? undefined,
  },
})

/** Puts a task off: there was no answer, and nobody told of one since it was claimed. Does nothing when the payment has gone on to another kind of step. */
export const deferTask = storeOperation(
  'payment/defer-task',
  async (
    db: Kysely<PaymentDatabase>,
    { paymentId, kind }: Pick<Task, 'paymentId' | 'kind'>,
    delayMs: number,
  ): Promise<void> => {
    await db
      .updateTable('payment_task')
      .set({
        due_at: sql`now() + case when hinted then 0 else ${delayMs} end * interval '1 ms'`,
        tries: sql`tries + 1`,
        leased_until: null,
        hinted: false,
      })
      .where('payment_id', '=', paymentId)
      .where('kind', '=', kind)
      .execute()
  },
)
