import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { tellPayment } from './payment-aggregate.ts'
import type { PaymentCommand } from './payment/language.ts'
import type { Payment } from './payment/state.ts'
import type { PaymentPorts } from './ports.ts'
import type { Task } from './sql/tasks.ts'

export interface Settled {
  readonly payment: Payment
  readonly eventIds: readonly string[]
}

/** Tells a payment, in a transaction of its own, what somebody else has answered for it. */
export async function record(
  ports: PaymentPorts,
  payment: Payment,
  task: Task,
  commandAt: (now: Date) => PaymentCommand,
): Promise<Settled> {
  const handled = await inUnitOfWork(ports.db, (unit) => tellPayment(unit, payment.id, commandAt, task.cause))
  ports.messaging.nudge()
  return { payment: handled.state ?? payment, eventIds: handled.kind === 'accepted' ? handled.eventIds : [] }
}
