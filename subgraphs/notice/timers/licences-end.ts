import { sql } from 'kysely'
import { whenDue, type Timer } from '@ebook/chassis/timer'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { DIGEST_AT } from '../member.ts'
import { note } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { instantOf, mondayOf, wallTimeOf } from '../zone.ts'

const POLL_MS = 60_000
const DAYS_LEFT = 30
const LOANS_LEFT = 3
const MOST_TITLES = 20

type Ports = Pick<NoticePorts, 'db' | 'settings' | 'telling'>

/** Tells the staff on a Monday which licences run down, if any do. */
export const licencesEndTimer = (ports: NoticePorts): Timer =>
  whenDue(POLL_MS, 'licences-end', () => tellOfLicences(ports), ports.log)

export async function tellOfLicences({ db, settings, telling }: Ports): Promise<undefined> {
  const now = new Date()
  const at = instantOf(settings.timeZone, {
    date: mondayOf(wallTimeOf(settings.timeZone, now).date),
    minutes: DIGEST_AT,
  })
  if (now < at) return
  const dedupe = `LICENCES_END ${at.toISOString()}`
  const told = await db.selectFrom('notice').select('id').where('dedupe', '=', dedupe).executeTakeFirst()
  if (told) return
  await inUnitOfWork(db, async (unit) => {
    const { rows } = await sql<{ now: Date; count: number; titles: readonly string[] | null }>`
      select now() as now, count(*)::int as count,
        (array_agg(title order by expires_at nulls last, title))[:${sql.lit(MOST_TITLES)}] as titles
      from licence join title using (book_id)
      where not over and title is not null and withdrawn is not true
        and (expires_at between now() and now() + ${DAYS_LEFT} * interval '1 day' or loans_left <= ${LOANS_LEFT})`.execute(
      unit.tx,
    )
    const [ending] = rows
    if (ending?.titles == null) return
    unit.tellTime(ending.now)
    const facts = { count: ending.count, titles: [...new Set(ending.titles)] }
    note(unit, telling, { told: { kind: 'LICENCES_END', facts }, userId: null, dedupe, at })
  })
}
