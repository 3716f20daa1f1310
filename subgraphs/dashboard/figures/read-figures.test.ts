import fc from 'fast-check'
import type { Insertable } from 'kysely'
import { expect, test } from 'vitest'
import { tries } from '@ebook/testkit/in-full'
import type { DashboardRow } from '../projections/row.ts'
import { plansOf } from '../testing/plans-of.ts'
import { withFile } from '../testing/temporary-file.ts'
import { readFigures, type Figures } from './read-figures.ts'
import { bucketsOf, Zone, type Bucket } from './time-buckets.ts'

const BEGIN = Date.parse('2026-11-01T00:00:00Z')
const WEEK = 7 * 86_400_000
const week = bucketsOf({ from: BEGIN, to: BEGIN + WEEK, step: 'DAY', zone: new Zone('Asia/Seoul') })

const instant = fc
  .integer({ min: BEGIN - 86_400_000, max: BEGIN + WEEK + 86_400_000 })
  .map((ms) => new Date(ms).toISOString())
const never = fc.constant(null)
const begun = {
  rented_date: instant,
  paid_date: fc.option(instant),
  rental_fee: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10_000 })),
  points: fc.option(fc.integer({ min: 0, max: 1_000 })),
}
const approved = fc.record({ ...begun, approved_date: fc.option(instant), refused_date: never, refunded_date: never })
const refused = fc.record({
  ...begun,
  approved_date: never,
  refused_date: fc.option(instant),
  refunded_date: fc.option(instant),
})

type Lived = Pick<
  DashboardRow,
  'rented_date' | 'paid_date' | 'approved_date' | 'refused_date' | 'refunded_date' | 'rental_fee' | 'points'
>

const whole = (lived: Lived, index: number): Insertable<DashboardRow> => ({
  rental_id: `rental-${index}`,
  version: 1,
  user_id: 'alice',
  book_id: 'book-1',
  title: 'Demian',
  status: 'PAID',
  payment_state: 'PAID',
  rent_status: 'RENTED',
  rent_version: 1,
  refund_failed: 0,
  ...lived,
})

/** The same, counted row by row. */
function counted(rows: readonly Lived[], { from, to }: Bucket): Figures {
  const among = (date: 'rented_date' | 'paid_date' | 'approved_date' | 'refused_date' | 'refunded_date') =>
    rows.filter((row) => row[date] !== null && row[date] >= from && row[date] < to)
  const fees = (some: readonly Lived[]) => some.reduce((sum, { rental_fee }) => sum + rental_fee, 0)
  const waits = (['approved_date', 'refused_date'] as const)
    .flatMap((date) => among(date).map((row) => ({ decided: row[date], paid: row.paid_date })))
    .flatMap(({ decided, paid }) =>
      decided === null || paid === null
        ? []
        : [Math.max(0, Math.round((Date.parse(decided) - Date.parse(paid)) / 1_000))],
    )
    .sort((a, b) => a - b)
  const nearestRank = (share: number) => waits[Math.ceil(waits.length * share) - 1] ?? null
  return {
    requests: among('rented_date').length,
    approvals: among('approved_date').length,
    refusals: among('refused_date').length,
    refunds: among('refunded_date').filter(({ rental_fee }) => rental_fee > 0).length,
    revenue: fees(among('paid_date')) - fees(among('refunded_date')),
    points: among('paid_date').reduce((sum, { points }) => sum + (points ?? 0), 0),
    medianWaitSeconds: nearestRank(0.5),
    p90WaitSeconds: nearestRank(0.9),
  }
}

test('each bucket has what happened in it, whatever happened', () =>
  withFile(async ({ read, write }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(approved, refused), { maxLength: 40 }), async (rows) => {
        await write.deleteFrom('dashboard_row').execute()
        if (rows.length > 0) await write.insertInto('dashboard_row').values(rows.map(whole)).execute()
        expect(await readFigures(read, week)).toEqual(week.map((bucket) => counted(rows, bucket)))
      }),
      { numRuns: tries(60) },
    )
  }))

test('is answered by indices alone', () =>
  withFile(async ({ read }) => {
    const plans = await plansOf(read, (db) => readFigures(db, week))
    expect(plans).not.toMatch(/SCAN dashboard_row|SEARCH dashboard_row USING INDEX/)
    expect(plans.match(/SEARCH dashboard_row USING COVERING INDEX/g)?.length).toBe(9)
  }))
