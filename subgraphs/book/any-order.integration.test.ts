import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { contracts } from './events.ts'
import { nothingIsWrong } from './testing/invariants.ts'
import { LibraryUnderTest } from './testing/library-under-test.ts'
import type { Rental } from './testing/rentals.ts'
import { anonymiseGivenUp } from './timers/anonymise.ts'
import { passHolds } from './timers/holds.ts'
import { passTime } from './timers/pass-time.ts'

let library: LibraryUnderTest

beforeAll(async () => {
  // Two replicas share the consumer, so that nothing here rests on there being one (H17).
  library = await LibraryUnderTest.open({ replicas: 2 })
})
afterAll(() => library.close())

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
          await nothingIsWrong(library)
          // Every rental ends: whatever happened before, all seats are free again.
          for (const rental of rentals) await library.rentals.isCanceled(rental)
          await library.heardEverything()
          await nothingIsWrong(library)
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
  await nothingIsWrong(library)
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

  await holdsAndLicences()

  const rows = await library.db.selectFrom('outbox').select('event').execute()
  const byType = new Map<string, (typeof contracts)[number]>(contracts.map((contract) => [contract.type, contract]))
  for (const { event } of rows) {
    const contract = byType.get(event.type)
    expect(contract?.aggregate, event.type).toBe(event.aggregatetype)
    expect(contract?.data.safeParse(event.data).error, event.type).toBeUndefined()
    const { bookId, rentalId, holdId } = event.data as { bookId: string; rentalId: string; holdId: string }
    expect(event.subject).toBe({ Book: bookId, Request: rentalId, Hold: holdId }[event.aggregatetype])
    expect(event.correlationid).toBe(event.subject)
  }
  expect(new Set(rows.map(({ event }) => event.type))).toEqual(new Set(byType.keys()))
})

/** Everything that a line and a licence can lead to. */
async function holdsAndLicences(): Promise<void> {
  const { bookId, loans } = await library.lentOut({ seats: 1 })
  const { librarian } = library
  await librarian.revises({ bookId, title: 'Another title' })
  const holds: string[] = []
  for (const name of ['ann', 'ben', 'cleo']) holds.push(await library.person(name).isInLineFor(bookId))
  const [ann = '', ben = '', cleo = ''] = holds
  const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString()
  const { licence } = await librarian.adds({ bookId, kind: 'TIME_LIMITED', seats: 1, expiresAt: inAYear })
  await library.holdBecomes(ann, { status: 'READY' })
  await librarian.revisesLicence({ bookId, licenceId: licence?.id ?? '', vendor: 'A vendor', expiresAt: inAYear })
  await sql`update licence set expires_at = now() + interval '20 days' where id = ${licence?.id}`.execute(library.db)
  for (let n = 0; n < 2; n += 1) {
    await sql`update title set changes_at = now() where book_id = ${bookId}`.execute(library.db)
    await passTime(library.ports)
  }
  expect((await library.said(bookId)).filter((type) => type === 'LicenceEnding')).toHaveLength(1)
  await sql`update licence set expires_at = now() where id = ${licence?.id}`.execute(library.db)
  await sql`update title set changes_at = now() where book_id = ${bookId}`.execute(library.db)
  await passTime(library.ports)
  await library.holdBecomes(ann, { status: 'WAITING' })
  const [loan] = loans
  if (loan) await library.rentals.isReturned(loan)
  await library.holdBecomes(ann, { status: 'READY' })
  await sql`update hold set ready_until = now() - interval '2 hours' where hold_id = ${ann}`.execute(library.db)
  await passHolds(library.ports)
  await library.holdBecomes(ben, { status: 'READY' })
  await library.rentals.paid(bookId, 'ben')
  await library.holdBecomes(ben, { status: 'FULFILLED' })
  await library.person('cleo').suspends(cleo)
  await sql`update hold set suspended_date = now() - interval '340 days' where hold_id = ${cleo}`.execute(library.db)
  await passHolds(library.ports)
  await library.person('cleo').resumes(cleo)
  await librarian.withdraws(bookId)
  expect(await library.said(ann)).toEqual([
    'HoldPlaced',
    'HoldReady',
    'HoldReturned',
    'HoldReady',
    'HoldLapsed',
    'HoldCanceled',
  ])
  await anonymiseGivenUp({ ...library.ports, settings: { ...library.ports.settings, historyKeptForMs: 0 } })
  expect((await library.said(ann)).at(-1)).toBe('HoldAnonymised')
}
