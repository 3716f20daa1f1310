import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from '@ebook/testkit/eventually'
import type { Person } from './testing/person.ts'
import { RentUnderTest } from './testing/rent-under-test.ts'

let rent: RentUnderTest

beforeAll(async () => {
  rent = await RentUnderTest.open()
})
afterEach(() => {
  rent.payment.manner = 'pays'
  rent.payment.saysItsEvents = true
})
afterAll(() => rent.close())

type Mutation = 'requestRental' | 'payRental' | 'cancelRental' | 'returnRental'

async function sends(person: Person, mutation: Mutation, input: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { answer: ${mutation}(input: $input) {
    rental { id status paymentState } userErrors { code } } }`
  const { data, errors, extensions } = await person.answer(query, { input })
  if (errors) throw new Error(JSON.stringify(errors))
  const { rental, userErrors } = data?.['answer'] as { rental: { id: string } | null; userErrors: { code: string }[] }
  return { rental, userErrors, restsOn: extensions?.consistency ?? [] }
}

const requests = async (person: Person, bookId: string, idempotencyKey: string = randomUUID()) => {
  const { rental, restsOn } = await sends(person, 'requestRental', { bookId, idempotencyKey })
  if (!rental) throw new Error('refused')
  return { id: rental.id, restsOn }
}

/** What the outbox has of a rental, oldest first: [type, id]. */
async function said(rentalId: string): Promise<[string, string][]> {
  const rows = await rent.db
    .selectFrom('outbox')
    .select(['event', 'event_id'])
    .where('aggregate_id', '=', rentalId)
    .orderBy('aggregate_version')
    .execute()
  return rows.map(({ event, event_id }) => [event.type.split('.')[2] ?? '', event_id])
}

const idOf = async (rentalId: string, type: string) => new Map(await said(rentalId)).get(type)
const paidFor = (rentalId: string, attemptNo = 1) => rent.payment.charges.get(`${rentalId}:${attemptNo}`)?.eventId

test('statement 22 a request rests on Rented and on the event of the payment that it shows', async () => {
  const { id, restsOn } = await requests(rent.person('kim'), await rent.title())
  expect(restsOn).toEqual([await idOf(id, 'Rented'), paidFor(id)])
})

test('statement 22 the same request again names the same events, as its first answer may have been lost', async () => {
  const [kim, bookId, key] = [rent.person('kim'), await rent.title(), randomUUID()]
  const first = await requests(kim, bookId, key)
  const again = await requests(kim, bookId, key)
  expect(again.id).toBe(first.id)
  expect(again.restsOn).toEqual(first.restsOn)
})

test('statement 22 a payment that was declined, and the attempt that follows', async () => {
  rent.payment.manner = 'declines'
  const [kim, bookId, key] = [rent.person('kim'), await rent.title(), randomUUID()]
  const { id, restsOn } = await requests(kim, bookId, key)
  const rented = await idOf(id, 'Rented')
  const declined = paidFor(id)
  expect(restsOn).toEqual([rented, declined])
  rent.payment.manner = 'pays'
  const paid = await sends(kim, 'payRental', { rentalId: id })
  expect(paid.rental).toMatchObject({ paymentState: 'PAID' })
  expect(new Set(paid.restsOn)).toEqual(new Set([rented, declined, paidFor(id, 2)]))
  // A payRental that is too late because the first one was not: the client never saw its answer.
  const late = await sends(kim, 'payRental', { rentalId: id })
  expect(late.userErrors).toMatchObject([{ code: 'NOT_PAYABLE' }])
  expect(late.restsOn).toEqual([rented, paidFor(id, 2)])
})

test('statement 22 a payment that has not answered is not rested on; once it is heard, it is', async () => {
  rent.payment.manner = 'pays and loses the reply'
  const [kim, bookId, key] = [rent.person('kim'), await rent.title(), randomUUID()]
  const { id, restsOn } = await requests(kim, bookId, key)
  const rented = await idOf(id, 'Rented')
  expect(restsOn).toEqual([rented])
  await rent.payment.tell(`${id}:1`)
  await rent.becomes(id, { status: 'PAID' })
  const { rows } = await sql<{ event_id: string }>`
    select inbox.event_id from inbox join rental on rental.payment_id::text = inbox.aggregate_id
    where rental.id = ${id}`.execute(rent.db)
  expect((await requests(kim, bookId, key)).restsOn).toEqual([rented, rows[0]?.event_id])
})

test('statement 22 a payment of the version before says no events: the request rests on its own', async () => {
  rent.payment.saysItsEvents = false
  const [kim, bookId, key] = [rent.person('kim'), await rent.title(), randomUUID()]
  const { id, restsOn } = await requests(kim, bookId, key)
  expect(await rent.row(id)).toMatchObject({ paymentState: 'PAID' })
  expect(restsOn).toEqual([await idOf(id, 'Rented')])
  expect((await requests(kim, bookId, key)).restsOn).toEqual(restsOn)
})

test('statement 22 a cancellation, and one of a rental that is canceled already', async () => {
  const kim = rent.person('kim')
  const { id } = await requests(kim, await rent.title())
  const { restsOn } = await sends(kim, 'cancelRental', { rentalId: id })
  expect(restsOn).toEqual([await idOf(id, 'CancelRequested')])
  const again = await sends(kim, 'cancelRental', { rentalId: id })
  expect(again.restsOn).toEqual([...restsOn, paidFor(id)])
})

test('statement 22 a loan that the request finds run out ends with it, and is among its events', async () => {
  const kim = rent.person('kim')
  // Again when the sweep was there first: then the request finds nothing to end.
  await eventually(async () => {
    const bookId = await rent.title()
    const { id: before } = await requests(kim, bookId)
    await sql`update rental set status = 'APPROVED', starts_at = now() - interval '2 days', copy_id = ${randomUUID()},
      due_at = now() - interval '1 second' where id = ${before}`.execute(rent.db)
    const { id, restsOn } = await requests(kim, bookId)
    expect(restsOn).toEqual([await idOf(before, 'Expired'), await idOf(id, 'Rented'), paidFor(id)])
  })
})

test('statement 22 a rental of somebody else is not there, and neither are its events', async () => {
  const { id } = await requests(rent.person('kim'), await rent.title())
  const { restsOn, userErrors } = await sends(rent.person('eve'), 'cancelRental', { rentalId: id })
  expect(userErrors).toMatchObject([{ code: 'RENTAL_NOT_FOUND' }])
  expect(restsOn).toEqual([])
})
