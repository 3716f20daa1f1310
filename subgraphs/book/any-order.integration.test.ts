import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { contracts } from './events.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'
import type { Rental } from './testing/rentals.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  // Two replicas share the consumer, so that nothing here rests on there being one (H17).
  library = await LibraryUnderTest.open({ replicas: 2 })
})
afterAll(() => library.close())

/** What must hold of every seat and every case at any moment, as statements that find what does not. */
const wrong = {
  'V2 a seat that is taken more than once': sql`
    select seat_id from allocation where closed_at is null group by seat_id having count(*) > 1`,
  'V2 more seats lent than there are': sql`
    select title.book_id from title join allocation using (book_id) where closed_at is null
    group by title.book_id, seats_total having count(*) > seats_total`,
  'a title that has counted wrong': sql`
    select book_id from title where seats_free <>
      (select count(*) from seat where seat.book_id = title.book_id and state = 'POSSIBLE')`,
  'a seat whose state is not that of its case': sql`
    select seat.id from seat
    left join allocation on allocation.seat_id = seat.id and closed_at is null
    left join request using (rental_id)
    where (seat.state, coalesce(request.status, 'NONE')) not in
      (('POSSIBLE', 'NONE'), ('WITHDRAWN', 'NONE'), ('PAID', 'REQUESTED'), ('APPROVED', 'APPROVED'))`,
  'a live case without a seat': sql`
    select rental_id from request where status in ('REQUESTED', 'APPROVED')
      and not exists (select from allocation where allocation.rental_id = request.rental_id and closed_at is null)`,
  'V7 a rental that was approved and refused': sql`
    select aggregate_id from history where aggregate_type = 'Request' and event_type in ('Approved', 'Refused')
    group by aggregate_id having count(*) > 1`,
  'V6 a version that is missing or there twice': sql`
    select aggregate_id from outbox group by aggregate_type, aggregate_id
    having count(*) <> max(aggregate_version) or count(*) <> count(distinct aggregate_version)`,
  'a dead letter': sql`select id from dead_letter`,
}

async function nothingIsWrong(): Promise<void> {
  for (const [what, statement] of Object.entries(wrong)) {
    const { rows } = await statement.execute(library.db)
    expect(rows, what).toEqual([])
  }
}

type Step = 'paid' | 'to be canceled' | 'canceled' | 'approved' | 'refused' | 'returned' | 'expired'
const steps = ['paid', 'to be canceled', 'canceled', 'approved', 'refused', 'returned', 'expired'] as const

async function happens(step: Step, rental: Rental): Promise<unknown> {
  switch (step) {
    case 'paid':
      return library.rentals.isPaid(rental)
    case 'to be canceled':
      return library.rentals.isToBeCanceled(rental)
    case 'canceled':
      return library.rentals.isCanceled(rental)
    case 'returned':
      return library.rentals.isReturned(rental)
    case 'expired':
      return library.rentals.isExpired(rental)
    case 'approved':
      return (await knownCase(rental)) && library.librarian.approves(rental.rentalId)
    case 'refused':
      return (await knownCase(rental)) && library.librarian.refuses(rental.rentalId)
  }
}

/** A librarian decides on what is on the screen: what was said before has been heard. */
async function knownCase({ rentalId }: Rental): Promise<boolean> {
  await library.heardEverything()
  return (await library.request(rentalId)) !== undefined
}

describe('V2 V7 section 13: whatever is said of some rentals of a title, in whatever order', () => {
  test(
    'every seat is with one rental at most, every case is decided once, and no seat is lost',
    async () => {
      const story = fc.record({
        seats: fc.integer({ min: 1, max: 3 }),
        withdrawnAfter: fc.option(fc.nat(14), { freq: 3, nil: undefined }),
        told: fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...steps)), { minLength: 4, maxLength: 20 }),
      })
      await fc.assert(
        fc.asyncProperty(story, async ({ seats, withdrawnAfter, told }) => {
          const { id } = await library.librarian.registers({ seats })
          const rentals = Array.from({ length: 5 }, (_, index) => library.rentals.of(id, `member-${index}`))
          for (const [index, [who, step]] of told.entries()) {
            const rental = rentals[who]
            if (rental) await happens(step, rental)
            if (index === withdrawnAfter) await library.librarian.withdraws(id)
          }
          await library.heardEverything()
          await nothingIsWrong()
          // Every rental ends: whatever happened before, all seats are free again.
          for (const rental of rentals) await library.rentals.isCanceled(rental)
          await library.heardEverything()
          await nothingIsWrong()
          expect((await library.seats(id)).taken.size).toBe(0)
        }),
        { numRuns: tries(25) },
      )
    },
    triedWithin(120_000),
  )
})

test('H17 C23: two replicas, 40 members, 10 seats, everything at once: one effect per event, each rental in order', async () => {
  const { id } = await library.librarian.registers({ seats: 10 })
  const rentals = Array.from({ length: 40 }, (_, index) => library.rentals.of(id, `member-${index}`))
  await Promise.all(
    rentals.map(async (rental, index) => {
      const paid = await library.rentals.isPaid(rental)
      await library.rentals.repeat(paid)
      if (index % 4 === 0) await library.rentals.isToBeCanceled(rental)
      if (index % 4 === 0) await library.rentals.isCanceled(rental)
      if (index % 2 === 0) await library.rentals.repeat(paid)
    }),
  )
  await library.heardEverything()
  await nothingIsWrong()
  for (const [index, { rentalId }] of rentals.entries()) {
    const request = await library.request(rentalId)
    expect(index % 4 === 0 ? ['WITHDRAWN', 'REFUSED'] : ['REQUESTED', 'REFUSED']).toContain(request?.status)
    expect((await library.said(rentalId)).filter((said) => said === 'ApprovalRequested').length).toBeLessThanOrEqual(1)
  }
  const { free, taken } = await library.seats(id)
  expect(free + taken.size).toBe(10)
  const inbox = await library.db.selectFrom('inbox').select('outcome').distinct().execute()
  expect(inbox).toEqual([{ outcome: 'handled' }])
})

test('C34 everything that was said is as its contract promises, and about the aggregate that it is of', async () => {
  const { id } = await library.librarian.registers()
  const approved = await library.rentals.paid(id)
  await library.becomes(approved.rentalId, { status: 'REQUESTED' })
  await library.librarian.approves(approved.rentalId)
  await library.rentals.isReturned(approved)
  await library.becomes(approved.rentalId, { status: 'CLOSED' })
  const refused = await library.rentals.paid(id)
  await eventually(async () => expect(await library.request(refused.rentalId)).toBeDefined())
  await library.librarian.refuses(refused.rentalId)

  const rows = await library.db.selectFrom('outbox').select('event').execute()
  const byType = new Map<string, (typeof contracts)[number]>(contracts.map((contract) => [contract.type, contract]))
  for (const { event } of rows) {
    const contract = byType.get(event.type)
    expect(contract?.aggregate, event.type).toBe(event.aggregatetype)
    expect(contract?.data.safeParse(event.data).error, event.type).toBeUndefined()
    const { bookId, rentalId } = event.data as { bookId: string; rentalId: string }
    expect(event.subject).toBe(event.aggregatetype === 'Book' ? bookId : rentalId)
    expect(event.correlationid).toBe(event.subject)
  }
  expect(new Set(rows.map(({ event }) => event.type))).toEqual(new Set(byType.keys()))
})
