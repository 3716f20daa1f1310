import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { appendToOutbox } from './outbox.ts'
import { cause, rented, Road } from './testing/road.ts'

let road: Road

beforeAll(async () => {
  road = await Road.open(inject('postgresAdminUrl'), 'new_year')
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
