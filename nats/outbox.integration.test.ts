import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newestEventOf } from './sql/newest-event.ts'
import { appendToOutbox } from './testing/append-to-outbox.ts'
import { cause, rented, Road } from './testing/road.ts'

let road: Road

beforeAll(async () => {
  road = await Road.open(inject('postgresAdminUrl'))
})
afterAll(() => road.close())

// Days whose week belongs to another year, by ISO 8601 or by the calendar of the United States, and the turn in Seoul.
test.each([
  '2024-12-30T12:00:00.250Z',
  '2026-12-27T00:00:00.000Z',
  '2026-12-31T15:00:00.000Z',
  '2026-12-31T23:59:59.999Z',
  '2027-01-01T00:00:00.000Z',
])('H16 an event of %s says so, whatever the zone of the session: UTC, the year of the calendar', async (instant) => {
  const id = randomUUID()
  const [{ event } = { event: undefined }] = await road.producer.db.transaction().execute(async (tx) => {
    // The database's clock, for this transaction: a `now` that is found before PostgreSQL's own.
    await sql`create schema another_clock`.execute(tx)
    await sql`create function another_clock.now() returns timestamptz language sql
      as ${sql.lit(`select timestamptz '${instant}'`)}`.execute(tx)
    await sql`set local search_path to another_clock, public, pg_catalog`.execute(tx)
    await sql`set local timezone to 'Asia/Seoul'`.execute(tx)
    await appendToOutbox(tx, 'rent', [rented(id, 1)], cause)
    await sql`drop schema another_clock cascade`.execute(tx)
    return tx.selectFrom('outbox').select('event').where('aggregate_id', '=', id).execute()
  })
  expect(event?.time).toBe(instant)
})

test('statement 22: who appends learns the ids, and the last one is found again for each aggregate', async () => {
  const [a, b, never] = [randomUUID(), randomUUID(), randomUUID()]
  const { db } = road.producer
  const append = (...events: ReturnType<typeof rented>[]) =>
    db.transaction().execute((tx) => appendToOutbox(tx, 'rent', events, cause))
  const ids = [...(await append(rented(a, 1), rented(b, 1))), ...(await append(rented(a, 2)))]
  const rows = await db
    .selectFrom('outbox')
    .select('event_id')
    .where('aggregate_id', 'in', [a, b])
    .orderBy('seq')
    .execute()
  expect(ids).toEqual(rows.map(({ event_id }) => event_id))
  expect(await newestEventOf(db, 'Rental', a)).toEqual([ids[2]])
  expect(await newestEventOf(db, 'Rental', b)).toEqual([ids[1]])
  expect(await newestEventOf(db, 'Rental', never)).toEqual([])
  expect(await newestEventOf(db, 'Payment', a)).toEqual([])
})
