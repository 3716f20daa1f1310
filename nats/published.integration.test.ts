import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestDatabase } from '@ebook/testkit/database'
import { advanceOutbox } from './sql/advance-outbox.ts'
import { measureBacklog } from './sql/measure.ts'
import { beginEpoch, publishAgain } from './sql/relay-state.ts'
import { messagingMigrations, type MessagingTables } from './tables.ts'
import { appendToOutbox } from './testing/append-to-outbox.ts'
import { cause, rented } from './testing/road.ts'

let db: Kysely<MessagingTables>
let client: pg.Client
let migrator: Migrator
let close: () => Promise<void>

beforeEach(async () => {
  const { url, drop } = await createTestDatabase(inject('postgresAdminUrl'), 'published')
  db = new Kysely<MessagingTables>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
  migrator = new Migrator({ db, provider: { getMigrations: async () => messagingMigrations } })
  client = new pg.Client(url)
  await client.connect()
  close = async () => {
    await client.end()
    await db.destroy()
    await drop()
  }
})
afterEach(() => close())

const migrate = async (to?: string) => {
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to))
  expect(error).toBe(undefined)
}
const say = (events: number) =>
  db.transaction().execute(async (tx) => {
    for (let n = 0; n < events; n += 1) await appendToOutbox(tx, 'rent', [rented(`rental-${n % 3}`, n)], cause)
  })
/** What this release would publish in the next pass, and nothing was acknowledged before. */
const leftTo = async (epoch: string, acknowledged: readonly number[] = []) =>
  (await advanceOutbox(client, epoch, acknowledged, 100))?.unpublished.map(({ pos }) => pos)
/** As an operator sees it. */
const seen = async () => {
  const rows = await db.selectFrom('unpublished').select('pos').orderBy('pos').execute()
  expect((await measureBacklog(db, 'rent'))?.waiting).toBe(rows.length)
  return rows.map(({ pos }) => (pos === null ? null : Number(pos)))
}

/** The relay of the release before, in its own words. */
const older = {
  begin: () => sql`update relay_state set epoch = epoch + 1`.execute(db),
  /** Numbers what waits, and returns what it publishes then. */
  async pass(): Promise<number[]> {
    const { rows } = await sql<{ pos: string }>`
      with leader as materialized (
        select last_pos from relay_state
      ), batch as materialized (
        select event_id, row_number() over (order by seq) as n
        from (select event_id, seq from outbox where pos is null order by seq) waiting
      ), numbered as (
        update outbox set pos = leader.last_pos + batch.n from batch, leader
        where outbox.event_id = batch.event_id returning outbox.pos
      ), moved as (
        update relay_state set last_pos = numbered.last
        from (select max(pos) as last from numbered) numbered where numbered.last is not null
      )
      select pos from outbox where published_at is null and pos is not null
      union all select pos from numbered order by pos`.execute(db)
    return rows.map(({ pos }) => Number(pos))
  },
  marks: (...positions: number[]) =>
    sql`update outbox set published_at = now() where pos = any(${positions}::bigint[])`.execute(db),
  publishesAgain: () =>
    sql`with led as (update relay_state set stream_identity = 'new' returning epoch)
      update outbox set published_at = null from led where published_at is not null`.execute(db),
}

describe('a relay of the release before, beside this one', () => {
  test('what it had published before the migration is published', async () => {
    await migrate('0060_redaction')
    await say(5)
    await older.pass()
    await older.marks(1, 2, 4)
    await say(1)
    await migrate()
    expect(await seen()).toEqual([3, 5, null])
    const { epoch } = await beginEpoch(client)
    expect(await leftTo(epoch)).toEqual([3, 5, 6])
  })

  test('what it publishes after the migration is published, and what it leaves is left to this one, once', async () => {
    await migrate()
    await say(4)
    expect(await older.pass()).toEqual([1, 2, 3, 4])
    await older.marks(1, 3)
    const { epoch } = await beginEpoch(client)
    expect(await leftTo(epoch)).toEqual([2, 4])
    expect(await leftTo(epoch, [2, 4])).toEqual([])
    expect(await older.pass(), 'it does not publish again what this one has taken over').toEqual([])
    expect(await leftTo((await beginEpoch(client)).epoch)).toEqual([])
  })

  test('it leaves alone what this one has numbered, and this one what it publishes meanwhile', async () => {
    await migrate()
    const { epoch } = await beginEpoch(client)
    await say(3)
    expect(await leftTo(epoch)).toEqual([1, 2, 3])
    await leftTo(epoch, [1])
    await older.begin()
    await say(3)
    expect(await older.pass()).toEqual([4, 5, 6])
    await older.marks(4, 6)
    expect(await leftTo((await beginEpoch(client)).epoch)).toEqual([2, 3, 5])
    expect(await seen()).toEqual([2, 3, 5])
  })

  test('into a stream that is new each publishes everything, and goes on where the other was', async () => {
    await migrate()
    await say(2)
    await older.pass()
    await older.marks(1, 2)
    const { epoch } = await beginEpoch(client)
    await say(2)
    await leftTo(epoch)
    await leftTo(epoch, [3, 4])
    await publishAgain(client, epoch, 'newer')
    expect(await leftTo(epoch)).toEqual([1, 2, 3, 4])
    expect(await leftTo(epoch, [1])).toEqual([2, 3, 4])
    expect(await leftTo((await beginEpoch(client)).epoch), 'old marks are of another stream').toEqual([2, 3, 4])
    await older.publishesAgain()
    expect(await older.pass()).toEqual([1, 2, 3, 4])
    await older.marks(3)
    expect(await leftTo((await beginEpoch(client)).epoch)).toEqual([1, 2, 4])
  })
})
