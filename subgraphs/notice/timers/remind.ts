import { sql, type Transaction } from 'kysely'
import { whenDue, type Timer } from '@ebook/chassis/timer'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned, memberOf, titleOf } from '../known.ts'
import { note } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { nextReminder } from '../rental.ts'

const POLL_MS = 60_000
const AT_ONCE = 100

type Ports = Pick<NoticePorts, 'db' | 'telling'>

/**
 * Reminds members of loans that end in three days and in one, in the morning of their zone; and of what is kept for them, a
 * day before it goes to the next one.
 */
export const remindTimer = (ports: NoticePorts): Timer =>
  whenDue(POLL_MS, 'remind', (signal) => remindDue(ports, signal), ports.log)

export async function remindDue(ports: Ports, signal: AbortSignal): Promise<undefined> {
  for (const remindSome of [remindOfLoans, remindOfHolds]) {
    let reminded = AT_ONCE
    while (reminded === AT_ONCE && !signal.aborted) reminded = await remindSome(ports)
  }
}

function remindOfLoans({ db, telling }: Ports): Promise<number> {
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
      if (userId === null || title === null || dueAt === null)
        throw new Error(`rental ${id} is reminded of and unknown`)
      rental.remindAt = nextReminder(dueAt, memberOf(unit, userId, telling).timeZone, unit.now)
      const facts = { title, dueAt: dueAt.toISOString() }
      const dedupe = `DUE_SOON ${id} ${facts.dueAt} ${rental.remindAt === null ? 'last' : 'first'}`
      note(unit, telling, { told: { kind: 'DUE_SOON', facts }, userId, about: { rentalId: id }, dedupe, at: unit.now })
    }
    return ids.length
  })
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
