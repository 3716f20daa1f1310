import { sql, type Transaction } from 'kysely'
import { whenDue, type Timer } from '@ebook/chassis/timer'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned, memberOf, titleOf } from '../known.ts'
import { note, type ToBeTold } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { nextReminder, paymentWaitsUntil, type Rental } from '../rental.ts'

const POLL_MS = 60_000
const AT_ONCE = 100

type Ports = Pick<NoticePorts, 'db' | 'telling'>
type Reminder = Pick<ToBeTold, 'told' | 'dedupe'>

/**
 * Reminds members of payments that wait for them; of loans that end in three days and in one, in the morning of their zone;
 * and of what is kept for them, a day before it goes to the next one.
 */
export const remindTimer = (ports: NoticePorts): Timer =>
  whenDue(POLL_MS, 'remind', (signal) => remindDue(ports, signal), ports.log)

export async function remindDue(ports: Ports, signal: AbortSignal): Promise<undefined> {
  for (const remindSome of [remindOfRentals, remindOfHolds]) {
    let reminded = AT_ONCE
    while (reminded === AT_ONCE && !signal.aborted) reminded = await remindSome(ports)
  }
}

function remindOfRentals({ db, telling }: Ports): Promise<number> {
  return inUnitOfWork(db, async (unit) => {
    const ids = await lockReminders(unit.tx)
    if (ids.length === 0) return 0
    await fetchConcerned(
      unit,
      ids.map((rentalId) => ({ rentalId })),
    )
    for (const id of ids) {
      const rental = changedRental(unit, id)
      const { userId, title, dueAt } = rental
      if (userId === null || title === null) throw new Error(`rental ${id} is reminded of and unknown`)
      const known = { ...rental, title }
      rental.remindAt = dueAt === null ? null : nextReminder(dueAt, memberOf(unit, userId, telling).timeZone, unit.now)
      const reminder = dueAt === null ? ofPayment(known) : ofLoan(known, dueAt, rental.remindAt === null)
      if (reminder !== undefined) note(unit, telling, { ...reminder, userId, about: { rentalId: id }, at: unit.now })
    }
    return ids.length
  })
}

type Known = Pick<Rental, 'id'> & { readonly title: string }

function ofLoan({ id, title }: Known, end: Date, isLast: boolean): Reminder {
  const dueAt = end.toISOString()
  const dedupe = `DUE_SOON ${id} ${dueAt} ${isLast ? 'last' : 'first'}`
  return { told: { kind: 'DUE_SOON', facts: { title, dueAt } }, dedupe }
}

/** Undefined when it was paid, canceled or declined meanwhile. */
function ofPayment(rental: Rental & Known): Reminder | undefined {
  const until = paymentWaitsUntil(rental)?.toISOString()
  if (until === undefined) return undefined
  const { id, title, actionAttempt } = rental
  return { told: { kind: 'PAYMENT_WAITS', facts: { title, until } }, dedupe: `PAYMENT_WAITS ${id} ${actionAttempt}` }
}

async function lockReminders(tx: Transaction<NoticeDatabase>): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from rental where remind_at <= now() and not ended and user_id is not null
    order by remind_at limit ${AT_ONCE} for update skip locked`.execute(tx)
  return rows.map(({ id }) => id)
}

function remindOfHolds({ db, telling }: Ports): Promise<number> {
  return inUnitOfWork(db, async (unit) => {
    const holds = await takeReminders(unit.tx)
    if (holds.length === 0) return 0
    await fetchConcerned(unit, holds)
    for (const { holdId, userId, bookId, readyUntil } of holds) {
      const until = readyUntil.toISOString()
      const told = { kind: 'HOLD_ENDS_SOON', facts: { title: titleOf(unit, bookId), until } } as const
      note(unit, telling, {
        told,
        userId,
        about: { holdId },
        dedupe: `HOLD_ENDS_SOON ${holdId} ${until}`,
        at: unit.now,
      })
    }
    return holds.length
  })
}

interface Reminded {
  readonly holdId: string
  readonly userId: string
  readonly bookId: string
  readonly readyUntil: Date
}

async function takeReminders(tx: Transaction<NoticeDatabase>): Promise<readonly Reminded[]> {
  const { rows } = await sql<Reminded>`
    update hold set remind_at = null
    from (select id from hold where remind_at <= now() order by remind_at limit ${AT_ONCE} for update skip locked) due
    where hold.id = due.id
    returning hold.id as "holdId", user_id as "userId", book_id as "bookId", ready_until as "readyUntil"`.execute(tx)
  return rows
}
