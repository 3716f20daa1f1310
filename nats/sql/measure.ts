import { sql, type Kysely } from 'kysely'
import type { MessagingTables } from '../tables.ts'

/** What waits on the road. `oldest`: for how many seconds the outbox' oldest event has not been published. */
export interface Backlog {
  readonly waiting: number
  readonly oldest: number
  readonly parked: number
  readonly dead: number
}

export async function measureBacklog(db: Kysely<MessagingTables>, consumer: string): Promise<Backlog | undefined> {
  const { rows } = await sql<Readonly<Record<keyof Backlog, string>>>`
    select
      (select count(*) from unpublished) as waiting,
      (select coalesce(extract(epoch from now() - min(appended_at)), 0) from unpublished) as oldest,
      (select count(*) from parked_message where consumer = ${consumer}) as parked,
      (select count(*) from dead_letter where consumer = ${consumer} and status = 'DEAD') as dead`.execute(db)
  const [row] = rows
  if (!row) return undefined
  return {
    waiting: Number(row.waiting),
    oldest: Number(row.oldest),
    parked: Number(row.parked),
    dead: Number(row.dead),
  }
}
