import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createTestDatabase } from '@ebook/testkit/database'
import { checkedByFunction } from './checked-by-function.ts'

test('checks that are a function refuse what they did, by their names, and take what they took', async () => {
  const { url, drop } = await createTestDatabase(inject('postgresAdminUrl'), 'checked_by_function')
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
  try {
    await sql`
      create table parcel (
        status text check (status in ('OPEN', 'sent')),
        sent timestamptz,
        parts integer not null check (parts > 0),
        note text,
        constraint parcel_sent check ((status = 'sent') = (sent is not null)),
        constraint parcel_note check (note <> 'it''s the status, or parts')
      )`.execute(db)
    await checkedByFunction('parcel').up(db)
    await sql`alter table parcel add column weight integer not null default 1 check (weight < 9)`.execute(db)
    const { rows } = await sql<{ name: string }>`
      select conname as name from pg_constraint
      where contype = 'c' and conrelid = 'parcel'::regclass order by name`.execute(db)
    expect(rows.map(({ name }) => name)).toEqual(['parcel_checks', 'parcel_weight_check'])
    const insert = (row: ReturnType<typeof sql>) => sql`insert into parcel values ${row}`.execute(db)
    for (const [constraint, row] of [
      ['parcel_status_check', sql`('SHUT', null, 1, null)`],
      ['parcel_sent', sql`('sent', null, 1, null)`],
      ['parcel_sent', sql`('OPEN', now(), 1, null)`],
      ['parcel_parts_check', sql`('OPEN', null, 0, null)`],
      ['parcel_note', sql`('OPEN', null, 1, 'it''s the status, or parts')`],
      ['parcel_weight_check', sql`('OPEN', null, 1, null, 9)`],
      // Of several the first by name, as PostgreSQL does.
      ['parcel_parts_check', sql`('SHUT', null, 0, null)`],
    ] as const)
      await expect(insert(row)).rejects.toMatchObject({ code: '23514', table: 'parcel', constraint })
    await insert(sql`('sent', now(), 2, 'sent')`)
    // What is not known is not refused.
    await insert(sql`(null, null, 1, null)`)
    const spoilt = sql`update parcel set parts = 0 where status = 'sent'`.execute(db)
    await expect(spoilt).rejects.toThrow('violates check constraint "parcel_parts_check"')
  } finally {
    await db.destroy()
    await drop()
  }
})
