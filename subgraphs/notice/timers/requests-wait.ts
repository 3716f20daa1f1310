import { sql } from 'kysely'
import { whenDue, type Timer } from '@ebook/chassis/timer'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { DIGEST_AT } from '../member.ts'
import { note } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { instantOf, wallTimeOf } from '../zone.ts'

const POLL_MS = 60_000

type Ports = Pick<NoticePorts, 'db' | 'settings' | 'telling'>

/** Tells the staff once a day how many requests wait for a decision, if any do. */
export const requestsWaitTimer = (ports: NoticePorts): Timer =>
  whenDue(POLL_MS, 'requests-wait', () => tellOfRequests(ports), ports.log)

export async function tellOfRequests({ db, settings, telling }: Ports): Promise<undefined> {
  const { date, minutes } = wallTimeOf(settings.timeZone, new Date())
  if (minutes < DIGEST_AT) return
  const dedupe = `REQUESTS_WAIT ${date}`
  const told = await db.selectFrom('notice').select('id').where('dedupe', '=', dedupe).executeTakeFirst()
  if (told) return
  await inUnitOfWork(db, async (unit) => {
    const { rows } = await sql<{ now: Date; count: number; until: Date | null }>`
      select now() as now, count(*)::int as count, min(decide_by) as until from rental where decide_by > now()`.execute(
      unit.tx,
    )
    const [waiting] = rows
    if (waiting?.until == null) return
    unit.tellTime(waiting.now)
    const facts = { count: waiting.count, until: waiting.until.toISOString() }
    const at = instantOf(settings.timeZone, { date, minutes: DIGEST_AT })
    note(unit, telling, { told: { kind: 'REQUESTS_WAIT', facts }, userId: null, dedupe, at })
  })
}
