import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { eventually } from '@ebook/testkit/eventually'
import { LibraryUnderTest } from './testing/library-under-test.ts'
import { fetchTitles, tellTitle } from './title-aggregate.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  library = await LibraryUnderTest.open()
})
afterAll(() => library.close())

const catalogueCause = { correlationId: 'test', causationId: 'test', actor: 'SYSTEM' } as const

describe('case 1: more members than seats', () => {
  test('12 racers, 3 seats: who paid first has a seat, the other nine are refused for it', async () => {
    const { id } = await library.librarian.registers({ seats: 3 })
    const racers = Array.from({ length: 12 }, (_, index) => library.rentals.of(id, `racer-${index}`))
    for (const racer of racers) await library.rentals.isPaid(racer)
    for (const [index, { rentalId }] of racers.entries()) {
      if (index < 3) await library.becomes(rentalId, { status: 'REQUESTED' })
      else await library.becomes(rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY', decidedBy: 'SYSTEM' })
      expect(await library.said(rentalId)).toEqual([index < 3 ? 'ApprovalRequested' : 'Refused'])
    }
    const { free, taken } = await library.seats(id)
    expect(free).toBe(0)
    expect(new Set(taken.values())).toEqual(new Set(racers.slice(0, 3).map(({ rentalId }) => rentalId)))
    expect(await library.librarian.book(id)).toMatchObject({ status: 'IMPOSSIBLE', seatsFree: 0, seatsTotal: 3 })
    expect(await library.said(id)).toEqual(['Registered', ...Array(4).fill('AvailabilityChanged')])
  })

  test('G9 a last seat that is only about to be taken is waited for: when its taker rolls back, the next one has it', async () => {
    const { id } = await library.librarian.registers()
    const waiting = library.rentals.of(id)
    await expect(
      inUnitOfWork(library.db, async (unit) => {
        const winner = library.rentals.of(id)
        await fetchTitles(unit, [winner])
        const handled = await tellTitle(unit, id, { ...winner, type: 'takeSeat' }, catalogueCause)
        expect(handled.kind).toBe('accepted')
        await library.rentals.isPaid(waiting)
        await eventually(async () => expect(await backendsWaitingForALock()).toBeGreaterThan(0))
        throw new Error('the winner does not commit')
      }),
    ).rejects.toThrow('does not commit')
    await library.becomes(waiting.rentalId, { status: 'REQUESTED' })
    expect([...(await library.seats(id)).taken.values()]).toEqual([waiting.rentalId])
  })

  test('G9 the other way: when the winner commits, the one who waited sees that the seat is gone', async () => {
    const { id } = await library.librarian.registers()
    const [winner, loser] = [library.rentals.of(id), library.rentals.of(id)]
    await inUnitOfWork(library.db, async (unit) => {
      await fetchTitles(unit, [winner])
      await tellTitle(unit, id, { ...winner, type: 'takeSeat' }, catalogueCause)
      await library.rentals.isPaid(loser)
      await eventually(async () => expect(await backendsWaitingForALock()).toBeGreaterThan(0))
    })
    await library.becomes(loser.rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY' })
    expect([...(await library.seats(id)).taken.values()]).toEqual([winner.rentalId])
  })

  async function backendsWaitingForALock(): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(library.db)
    return rows[0]?.n ?? 0
  }
})

describe('V2 the database itself refuses', () => {
  test('a second open seat for a rental, and a second open rental for a seat', async () => {
    const { id } = await library.librarian.registers({ seats: 2 })
    const { rentalId } = await library.rentals.paid(id)
    await library.becomes(rentalId, { status: 'REQUESTED' })
    const [taken] = [...(await library.seats(id)).taken.keys()]
    const other = await library.db
      .selectFrom('seat')
      .select('id')
      .where('book_id', '=', id)
      .where('id', '<>', taken ?? '')
      .executeTakeFirstOrThrow()
    const open = (rental_id: string, seat_id = '') =>
      library.db.insertInto('allocation').values({ rental_id, seat_id, book_id: id }).execute()
    await expect(open(rentalId, other.id)).rejects.toThrow('allocation_open_rental')
    await expect(open(library.rentals.of(id).rentalId, taken)).rejects.toThrow('allocation_open_seat')
  })
})

describe('H1 a Paid never takes a borrower’s seat', () => {
  test('the first borrower keeps it, on loan too; returning it frees it once', async () => {
    const { id } = await library.librarian.registers()
    const first = await library.rentals.paid(id)
    await library.becomes(first.rentalId, { status: 'REQUESTED' })
    await library.librarian.approves(first.rentalId)
    const late = await library.rentals.paid(id)
    await library.becomes(late.rentalId, { status: 'REFUSED', reasonCode: 'NO_COPY' })
    expect([...(await library.seats(id)).taken.values()]).toEqual([first.rentalId])

    await library.rentals.isReturned(first)
    await library.becomes(first.rentalId, { status: 'CLOSED' })
    expect(await library.librarian.book(id)).toMatchObject({ status: 'POSSIBLE', seatsFree: 1 })
    expect(await library.deadLetters()).toEqual([])
  })

  test('case 10: an end of loan that comes late or twice does not touch who has the seat since', async () => {
    const { id } = await library.librarian.registers()
    const before = await library.rentals.paid(id)
    await library.becomes(before.rentalId, { status: 'REQUESTED' })
    await library.librarian.approves(before.rentalId)
    await library.rentals.isReturned(before)
    await library.becomes(before.rentalId, { status: 'CLOSED' })
    const after = await library.rentals.paid(id)
    await library.becomes(after.rentalId, { status: 'REQUESTED' })

    await library.rentals.isExpired(before)
    await library.rentals.isCanceled(before)
    await library.heardEverything()
    expect([...(await library.seats(id)).taken.values()]).toEqual([after.rentalId])
    expect(await library.request(before.rentalId)).toMatchObject({ status: 'CLOSED' })
    expect((await library.said(id)).filter((said) => said === 'CopyReleased')).toHaveLength(1)
  })
})

test('case 5: each event three times, and once more much later, is as if it came once', async () => {
  const { id } = await library.librarian.registers()
  const rental = library.rentals.of(id)
  const paid = await library.rentals.isPaid(rental)
  for (let n = 0; n < 2; n += 1) await library.rentals.repeat(paid)
  await library.becomes(rental.rentalId, { status: 'REQUESTED', version: 1 })
  await library.librarian.approves(rental.rentalId)
  const returned = await library.rentals.isReturned(rental)
  for (let n = 0; n < 2; n += 1) await library.rentals.repeat(returned)
  await library.becomes(rental.rentalId, { status: 'CLOSED' })
  await library.rentals.repeat(paid)
  await library.heardEverything()
  expect(await library.said(rental.rentalId)).toEqual(['ApprovalRequested', 'Approved'])
  expect(await library.said(id)).toEqual([
    'Registered',
    'AvailabilityChanged',
    'AvailabilityChanged',
    'CopyReleased',
    'AvailabilityChanged',
  ])
  expect(await library.request(rental.rentalId)).toMatchObject({ status: 'CLOSED', version: 3 })
  expect((await library.seats(id)).free).toBe(1)
})

test('a Paid for a title that is not there, or not any more: the money goes back, and nothing is poison', async () => {
  const unknown = await library.rentals.paid('0199a000-0000-7000-8000-00000000dead')
  await library.becomes(unknown.rentalId, { status: 'REFUSED', reasonCode: 'WITHDRAWN' })
  const { id } = await library.librarian.registers()
  await library.librarian.withdraws(id)
  const late = await library.rentals.paid(id)
  await library.becomes(late.rentalId, { status: 'REFUSED', reasonCode: 'WITHDRAWN' })
  expect(await library.said(late.rentalId)).toEqual(['Refused'])
  expect(await library.deadLetters()).toEqual([])
})

test('decideBy is so long after the database’s clock at the payment', async () => {
  const { id } = await library.librarian.registers()
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(library.db)
  const { rentalId } = await library.rentals.paid(id)
  const { requestedDate, decideBy } = await library.becomes(rentalId, { status: 'REQUESTED' })
  expect(requestedDate?.getTime()).toBeGreaterThanOrEqual(Number(rows[0]?.now))
  expect(Number(decideBy) - Number(requestedDate)).toBe(72 * 3_600_000)
})
