import type { Insertable } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DashboardRow } from '../projections/row.ts'
import { serveDashboard, type Caller, type Served } from '../testing/served.ts'

const librarian: Caller = { sub: 'sora', roles: ['ADMIN'] }
const REPORT = `query ($from: DateTime!, $to: DateTime!, $timeZone: String, $first: Int) {
  loanReport(from: $from, to: $to, timeZone: $timeZone, first: $first) {
    titles { bookId title loans waiting seats buy } totalCount days { from loans } } }`
const week = { from: '2026-11-20T00:00:00Z', to: '2026-11-23T00:00:00Z' }

const loan = (no: number, member: number, book: string, day: number): Insertable<DashboardRow> => ({
  rental_id: `rental-${no}`,
  version: 1,
  user_id: `member-${member}`,
  book_id: book,
  title: 'as it was called',
  rental_fee: 3_000,
  status: 'APPROVED',
  payment_state: 'PAID',
  rent_status: 'APPROVED',
  rent_version: 1,
  refund_failed: 0,
  rented_date: '2026-11-01T00:00:00.000Z',
  approved_date: `2026-11-${day}T10:00:00.000Z`,
})
const title = (book_id: string, name: string, seats_total = 1) => ({
  book_id,
  title: name,
  rental_fee: 3_000,
  status: 'IMPOSSIBLE',
  seats_total,
  seats_free: 0,
  times_requested: 0,
  registered_date: '2026-11-01T00:00:00.000Z',
})

let dashboard: Served
beforeAll(async () => {
  dashboard = await serveDashboard()
  const { write } = dashboard.file
  const catalogue = [
    title('many', 'Lent to many'),
    title('few', 'Lent to few'),
    title('wanted', 'Wanted', 2),
    title('idle', 'Idle'),
    title('before', 'Lent before'),
  ]
  await write.insertInto('catalogue_row').values(catalogue).execute()
  const loans = [
    ...[1, 2, 3, 4, 5].map((member) => loan(member, member, 'many', 20)),
    // Many loans, and yet of few: one member alone has most of them.
    ...[6, 7, 8, 9, 10, 11].map((no) => loan(no, no < 10 ? 1 : 2, 'few', 21)),
    loan(12, 9, 'before', 10),
  ]
  await write.insertInto('dashboard_row').values(loans).execute()
  const place = (no: number, book_id: string, status: 'WAITING' | 'CANCELED') => ({
    hold_id: `hold-${no}`,
    version: 1,
    user_id: `member-${no}`,
    book_id,
    status,
    suspended: 0,
    suspended_until: null,
    ready_until: null,
    cancel_reason: null,
  })
  const holds = [
    ...Array.from({ length: 9 }, (_, no) => place(no, 'wanted', 'WAITING')),
    ...[20, 21, 22, 23].map((no) => place(no, 'many', 'WAITING')),
    place(30, 'idle', 'CANCELED'),
  ]
  await write.insertInto('hold_row').values(holds).execute()
})
afterAll(() => dashboard.stop())

test('what was lent by title and by day, and what to buy; of fewer than five members nothing is told', async () => {
  const { data, errors } = await dashboard.ask(REPORT, week, librarian)
  expect(errors).toBeUndefined()
  expect(data?.['loanReport']).toEqual({
    titles: [
      { bookId: 'many', title: 'Lent to many', loans: 5, waiting: null, seats: 1, buy: false },
      { bookId: 'few', title: 'Lent to few', loans: null, waiting: 0, seats: 1, buy: false },
      { bookId: 'wanted', title: 'Wanted', loans: 0, waiting: 9, seats: 2, buy: true },
    ],
    totalCount: 3,
    days: [
      { from: '2026-11-20T00:00:00.000Z', loans: 5 },
      { from: '2026-11-21T00:00:00.000Z', loans: null },
      { from: '2026-11-22T00:00:00.000Z', loans: 0 },
    ],
  })
})

test('no more titles than are asked for, and how many there are', async () => {
  const { data } = await dashboard.ask(REPORT, { ...week, first: 1 }, librarian)
  expect(data?.['loanReport']).toMatchObject({ titles: [{ bookId: 'many' }], totalCount: 3 })
})

test.each([
  [{ ...week, first: 0 }, 'first'],
  [{ ...week, first: 1_001 }, 'first'],
  [{ from: week.to, to: week.from }, 'to'],
  [{ from: '2020-01-01T00:00:00Z', to: week.to }, 'to'],
  [{ ...week, timeZone: 'Mars/Olympus' }, 'timeZone'],
])('what cannot be is told: %j', async (asked, argumentName) => {
  const { errors } = await dashboard.ask(REPORT, asked, librarian)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argumentName })
})

test('nobody but librarians is told', async () => {
  const { errors } = await dashboard.ask(REPORT, week, { sub: 'member-1', roles: ['MEMBER'] })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' })
})
