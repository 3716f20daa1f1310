import { sql, type Kysely } from 'kysely'
import type { PublishedEvent } from '@ebook/nats/event'
import type { StreamPlace } from '@ebook/nats/ordered-consumer'
import type { Range } from '@ebook/nats/repairable'
import type { Statements } from '../file/sqlite.ts'
import type { ProducerPositionTable, Tables } from '../file/tables.ts'

/** Events looked through for holes at a time: a hole that nobody can fill must not cost a scan of everything. */
const LOOKED_THROUGH = 100_000

/** Follows each producer's dense positions: `contiguous` rises as holes are closed. */
export function advancePositions(writer: Statements, taken: readonly PublishedEvent[]): void {
  const highest = new Map<string, number>()
  for (const { producer, pos } of taken) highest.set(producer, Math.max(pos, highest.get(producer) ?? 0))
  for (const [producer, pos] of highest) {
    writer.run(
      `insert into producer_position (producer, contiguous, highest) values (?, 0, ?)
       on conflict (producer) do update set highest = max(highest, excluded.highest)`,
      producer,
      pos,
    )
    writer.run(
      `with recursive run (pos) as (
         select contiguous from producer_position where producer = ?1
         union all
         select event.pos from run join event on event.producer = ?1 and event.pos = run.pos + 1
       )
       update producer_position set contiguous = (select max(pos) from run) where producer = ?1`,
      producer,
    )
  }
}

/**
 * How far the file has each producer's events. Beyond what a producer has announced, what an event says of its position is
 * not believed: no hole is seen there.
 */
export async function positionsOf(
  db: Kysely<Tables>,
  announced: ReadonlyMap<string, number> = new Map(),
): Promise<ProducerPositionTable[]> {
  const positions = await db.selectFrom('producer_position').selectAll().orderBy('producer').execute()
  return Promise.all(
    positions.map(async (position) => {
      const { producer, contiguous, highest } = position
      const upTo = Math.max(announced.get(producer) ?? highest, contiguous)
      if (highest <= upTo) return position
      const believed = await db
        .selectFrom('event')
        .select((select) => select.fn.max('pos').as('highest'))
        .where('producer', '=', producer)
        .where('pos', '<=', upTo)
        .executeTakeFirst()
      return { ...position, highest: Number(believed?.highest ?? contiguous) }
    }),
  )
}

/** The positions up to and including `upTo` that the file does not have, lowest first. */
export async function missingPositions(db: Kysely<Tables>, producer: string, upTo: number): Promise<Range[]> {
  const known = await db.selectFrom('producer_position').selectAll().where('producer', '=', producer).executeTakeFirst()
  const { contiguous, highest } = known ?? { contiguous: 0, highest: 0 }
  const { rows } = await sql<Range>`
    select previous + 1 as "from", pos - 1 as "to" from (
      select pos, lag(pos, 1, ${contiguous}) over (order by pos) as previous from (
        select pos from event where producer = ${producer} and pos > ${contiguous} order by pos limit ${LOOKED_THROUGH}
      )
    ) where pos > previous + 1`.execute(db)
  const holes = rows.filter((hole) => hole.from <= upTo).map((hole) => ({ ...hole, to: Math.min(hole.to, upTo) }))
  return upTo > highest ? [...holes, { from: highest + 1, to: upTo }] : holes
}

/** Where in the stream the file stands; undefined before the first batch. */
export async function streamPlace(db: Kysely<Tables>): Promise<StreamPlace | undefined> {
  const state = await db.selectFrom('feed_state').selectAll().executeTakeFirstOrThrow()
  return state.stream_identity === null ? undefined : { identity: state.stream_identity, sequence: state.last_sequence }
}
