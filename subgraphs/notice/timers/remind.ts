import { sql, type Transaction } from 'kysely'
import { whenDue, type Timer } from '@ebook/chassis/timer'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from '../database.ts'
import { changed, fetchRentals, memberOf, note } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { nextReminder } from '../rental.ts'

const POLL_MS = 60_000
const AT_ONCE = 100

/** Reminds members of loans that end in three days and in one, in the morning of their zone. */
export const remindTimer = (ports: NoticePorts): Timer =>
  whenDue(POLL_MS, 'remind', (signal) => remindDue(ports, signal), ports.log)

async function remindDue(ports: NoticePorts, signal: AbortSignal): Promise<undefined> {
  for (;;) {
    const reminded = await remindSome(ports)
    if (reminded < AT_ONCE || signal.aborted) return
  }
}

function remindSome({ db, telling }: NoticePorts): Promise<number> {
  return inUnitOfWork(db, async (unit) => {
    const ids = await lockReminders(unit.tx)
    if (ids.length === 0) return 0
    await fetchRentals(
      unit,
      ids.map((rentalId) => ({ rentalId })),
    )
    for (const id of ids) {
      const rental = changed(unit, id)
      const { userId, title, dueAt } = rental
      if (userId === null || title === null || dueAt === null)
        throw new Error(`rental ${id} is reminded of and unknown`)
      rental.remindAt = nextReminder(dueAt, memberOf(unit, userId, telling).timeZone, unit.now)
      const facts = { title, dueAt: dueAt.toISOString() }
      const dedupe = `DUE_SOON ${id} ${facts.dueAt} ${rental.remindAt === null ? 'last' : 'first'}`
      note(unit, telling, { told: { kind: 'DUE_SOON', facts }, userId, rentalId: id, dedupe, at: unit.now })
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
