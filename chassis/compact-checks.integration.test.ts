import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createTestDatabase } from '@ebook/testkit/database'
import { compactChecks } from './compact-checks.ts'

test('a list of words in a check is one constant, under the same name, and refuses what it did; twice is once', async () => {
  const { url, drop } = await createTestDatabase(inject('postgresAdminUrl'), 'compact_checks')
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
  try {
    await sql`
      create table "Order" (
        status text check (status in ('OPEN', 'SENT_BACK')),
        sent_at timestamptz,
        parts integer not null check (parts in (1, 2)),
        constraint "has a date" check ((status in ('SENT_BACK', 'SENT') or status = 'it''s (ARRAY)') = (sent_at is not null))
      )`.execute(db)
    await sql`insert into "Order" values ('OPEN', null, 1)`.execute(db)
    const checks = async () => {
      const { rows } = await sql<{ name: string; check: string }>`
        select conname as name, pg_get_constraintdef(oid) as check from pg_constraint
        where contype = 'c' and conrelid = '"Order"'::regclass order by conname`.execute(db)
      return Object.fromEntries(rows.map(({ name, check }) => [name, check]))
    }
    const before = await checks()
    await compactChecks.up(db)
    const after = await checks()
    expect(after).toEqual({
      'has a date': expect.stringContaining(`status = ANY ('{SENT_BACK,SENT}'::text[])`),
      Order_parts_check: before['Order_parts_check'],
      Order_status_check: `CHECK ((status = ANY ('{OPEN,SENT_BACK}'::text[]))) NOT VALID`,
    })
    expect(after['has a date']).toContain(`status = 'it''s (ARRAY)'::text`)
    await compactChecks.up(db)
    expect(await checks()).toEqual(after)
    for (const [constraint, row] of [
      ['Order_status_check', sql`('SHUT', null, 1)`],
      ['has a date', sql`('SENT_BACK', null, 1)`],
      ['Order_parts_check', sql`('OPEN', null, 3)`],
    ] as const)
      await expect(sql`insert into "Order" values ${row}`.execute(db)).rejects.toMatchObject({
        code: '23514',
        constraint,
      })
    await sql`insert into "Order" values ('SENT_BACK', now(), 2)`.execute(db)
  } finally {
    await db.destroy()
    await drop()
  }
})
