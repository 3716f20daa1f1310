import { afterAll, beforeAll, expect, test } from 'vitest'
import { library, someStories } from '../testing/library.ts'
import { serveDashboard, type Caller, type Served } from '../testing/served.ts'

const librarian: Caller = { sub: 'sora', roles: ['ADMIN'] }
const FIGURES = `query Figures($from: DateTime!, $to: DateTime!, $step: FigureStep, $timeZone: String) {
  figures(from: $from, to: $to, step: $step, timeZone: $timeZone) {
    asOf { cursor }
    points { from to requests approvals refusals refunds revenue points medianWaitSeconds p90WaitSeconds }
  }
}`
const days = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' }

let dashboard: Served
beforeAll(async () => {
  dashboard = await serveDashboard()
  await dashboard.feed.stream(library(someStories(45)).events)
})
afterAll(() => dashboard.stop())

test('a librarian is told what happened, day by day', async () => {
  const { data, errors } = await dashboard.ask(FIGURES, days, librarian)
  expect(errors).toBeUndefined()
  const points = data?.['figures']?.['points'] as unknown as readonly Record<string, unknown>[]
  const rows = await dashboard.file.read.selectFrom('dashboard_row').selectAll().execute()
  const having = (column: 'approved_date' | 'refused_date' | 'refunded_date' | 'paid_date') =>
    rows.filter((row) => row[column] !== null).length
  expect(points).toEqual([
    {
      from: '2026-11-20T00:00:00.000Z',
      to: '2026-11-21T00:00:00.000Z',
      requests: 0,
      approvals: 0,
      refusals: 0,
      refunds: 0,
      revenue: 0,
      points: 0,
      medianWaitSeconds: null,
      p90WaitSeconds: null,
    },
    {
      from: '2026-11-21T00:00:00.000Z',
      to: '2026-11-22T00:00:00.000Z',
      requests: 45,
      approvals: having('approved_date'),
      refusals: having('refused_date'),
      refunds: having('refunded_date'),
      revenue: 3_000 * (having('paid_date') - having('refunded_date')),
      points: rows.reduce((sum, row) => sum + (row.paid_date === null ? 0 : (row.points ?? 0)), 0),
      // By the stories, 15 s after the payment when it is approved and 16 s when it is refused.
      medianWaitSeconds: 15,
      p90WaitSeconds: 16,
    },
  ])
  expect(points[1]?.['refunds']).toBeGreaterThan(0)
})

test('nobody else is', async () => {
  const member = await dashboard.ask(FIGURES, days, { sub: 'member-1', roles: ['MEMBER'] })
  expect(member.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect((await dashboard.ask(FIGURES, days)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test.each([
  ['to', { to: days.from }, '`to` is 2026-11-20T00:00:00.000Z; expected an instant after `from`.'],
  ['to', { step: 'HOUR', to: '2026-12-20T00:00:00Z' }, 'are 721 points of HOUR; expected 400 at most.'],
  ['timeZone', { timeZone: 'Mars/Olympus' }, '`timeZone` is Mars/Olympus; expected an IANA time zone, as Asia/Seoul.'],
])('an unusable %s is told', async (argumentName, wrong, message) => {
  const { errors } = await dashboard.ask(FIGURES, { ...days, ...wrong }, librarian)
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argumentName } })
  expect(errors?.[0]?.message).toContain(message)
})

test('points and won beyond what an Int holds take no answer away', async () => {
  await dashboard.file.write
    .updateTable('dashboard_row')
    .set({ points: 2 ** 31 - 1, rental_fee: 2 ** 31 - 1 })
    .execute()
  const { data, errors } = await dashboard.ask(FIGURES, days, librarian)
  expect(errors).toBeUndefined()
  expect(data?.['figures']?.['points']).toMatchObject([{ points: 0 }, { points: 2 ** 31 - 1 }])
})
