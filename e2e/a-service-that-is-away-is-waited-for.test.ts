import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes, type Json } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { query } from '@ebook/processes/postgres'
import type { Stack } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'

let stack: Stack
let librarian: Person
let carol: Person

beforeAll(async () => {
  stack = await startLibrary({ POINTS_SPENDABLE_FROM: 'PAID' })
  librarian = new Person(stack, 'libby', 'ADMIN')
  carol = new Person(stack, 'carol', 'MEMBER')
})
afterAll(() => stack?.stop())

async function registered(count: number, more: Record<string, unknown> = {}): Promise<string[]> {
  const books = await Promise.all(Array.from({ length: count }, () => librarian.registers(more)))
  return books.map((book) => book.id as string)
}

/** N2.1 asks for a thousand. */
const REQUESTS = inFull ? 1_000 : 50

test('N2.1 booking goes on while the librarians are away; every case reaches the queue exactly once', async () => {
  const [bookId = ''] = await registered(1, { seats: REQUESTS })
  await eventually('rent knows the title', async () => (await new Person(stack, 'probe', 'MEMBER').requests(bookId)).id)
  await stack.process('book').stop()
  const members = Array.from({ length: REQUESTS }, (_, index) => new Person(stack, `member-${index}`, 'MEMBER'))
  const rentals: string[] = []
  const waiting = members.values()
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (const member of waiting) rentals.push((await member.requests(bookId)).id)
    }),
  )
  expect(new Set(rentals).size).toBe(REQUESTS)
  await stack.process('book').start()
  await eventually(
    'every request has a decision to wait for',
    async () => {
      const { rentalRequests } = await librarian.send('RentalRequests', { first: 1 })
      return rentalRequests.totalCount >= REQUESTS - 1
    },
    60_000,
  )
  const { rentalRequests } = await librarian.send('RentalRequests', { first: 100 })
  // As many seats as requests: the probe and all but one of the others wait, that one is refused and refunded.
  expect(rentalRequests.totalCount).toBe(REQUESTS + 1)
  const { rentalRequests: queue } = await librarian.send('RentalRequests', { status: 'REQUESTED', first: 1 })
  expect(queue.totalCount).toBe(REQUESTS)
}, 180_000)

test('N2.2 H18 a payment that is away is paid later by itself, once', async () => {
  const [bookId = ''] = await registered(1)
  await eventually('rent knows the title', async () => (await librarian.answer('{ __typename }')).data)
  await stack.process('payment').stop()
  const rental = await eventually('rent knows the title', () => carol.requests(bookId))
  expect(rental).toMatchObject({ status: 'RENTED', paymentState: 'PENDING', payment: null })
  expect(Date.parse(rental.retryAfter)).toBeGreaterThan(Date.parse(rental.rentedDate))
  expect((await carol.does('PayRental', { rentalId: rental.id })).rental).toMatchObject({
    status: 'RENTED',
    paymentState: 'PENDING',
  })
  await stack.process('payment').start()
  const paid = await rentalBecomes(carol, rental.id, { status: 'PAID', paymentState: 'PAID' }, 60_000)
  expect(paid.payment).toMatchObject({ status: 'PAID', chargedAmount: 3000 })
})

test('N2.2 C22 a database that lets nobody in is told as such, and the same request is one rental when it does', async () => {
  const [bookId = ''] = await registered(1, { seats: 2 })
  const input = { bookId, idempotencyKey: 'whatever comes' }
  await eventually('rent knows the title', async () => (await new Person(stack, 'probe', 'MEMBER').requests(bookId)).id)
  const lets = (in_: boolean) =>
    query(stack.postgresUrl('postgres'), `alter database rent with allow_connections ${in_}`)
  await lets(false)
  await query(
    stack.postgresUrl('postgres'),
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'rent'`,
  )
  await expect(carol.send('RequestRental', { input })).rejects.toThrow('"code":"SUBGRAPH_UNAVAILABLE"')
  await lets(true)
  const rental = await eventually('it is answered again', async () => (await carol.does('RequestRental', input)).rental)
  expect((await carol.does('RequestRental', input)).rental.id).toBe(rental.id)
  const paid = await rentalBecomes(carol, rental.id, { status: 'PAID', paymentState: 'PAID' }, 60_000)
  expect(paid.payment).toMatchObject({ chargedAmount: 3000 })
})

test('case 12: canceled while the payment is away: nothing is ever charged', async () => {
  const [bookId = ''] = await registered(1)
  await stack.process('payment').stop()
  const rental = await carol.requests(bookId)
  expect(await carol.does('CancelRental', { rentalId: rental.id })).toMatchObject({ outcome: 'CANCELING' })
  await stack.process('payment').start()
  const end = await rentalBecomes(carol, rental.id, { status: 'CANCELED' }, 60_000)
  expect(end.payment?.chargedAmount ?? 0).toBe(end.payment?.refundedAmount ?? 0)
})

test('PI1 payment goes on while promotion is away; the points are filled in later', async () => {
  const [bookId = ''] = await registered(1)
  await stack.process('promotion').stop()
  const rental = await carol.requests(bookId)
  expect(rental).toMatchObject({ status: 'PAID', paymentState: 'PAID' })
  const row = await eventually('the dashboard has the payment', async () => {
    const found = await carol.dashboardRow(rental.id)
    return found?.paymentState === 'PAID' ? found : undefined
  })
  expect(row.points).toBeNull()
  await stack.process('promotion').start()
  await eventually('points are filled in', async () => (await carol.dashboardRow(rental.id))?.points === 300, 60_000)
})

test('PI2 PN1 Q5 Q9: a cancellation waits for promotion: no money moves before the points are locked, nobody has to ask again', async () => {
  const [bookId = ''] = await registered(1)
  const rental = await carol.requests(bookId)
  await eventually('points are granted', async () => (await carol.rental(rental.id)).points?.granted === 300)
  await stack.process('promotion').stop()
  expect(await carol.does('CancelRental', { rentalId: rental.id })).toMatchObject({ outcome: 'REFUND_PENDING' })
  const waiting = await eventually('the refund is under way and has been put off', async () => {
    const { data } = await carol.answer(
      /* GraphQL */ 'query ($id: ID!) { payment(id: $id) { status refundedAmount refundRetryAfter } }',
      { id: rental.payment.id },
    )
    return data?.payment.status === 'REFUNDING' && data.payment.refundRetryAfter ? data.payment : undefined
  })
  expect(waiting.refundedAmount).toBe(0)
  const { data } = await carol.answer(/* GraphQL */ 'query ($id: ID!) { rental(id: $id) { status } }', {
    id: rental.id,
  })
  expect(data?.rental.status).toBe('CANCELING')
  await stack.process('promotion').start()
  await rentalBecomes(carol, rental.id, { status: 'CANCELED', paymentState: 'REFUNDED' }, 60_000)
  // Promotion hears Refunded when rent does, or a moment later.
  await eventually('the points are gone', async () => (await carol.rental(rental.id)).points?.status === 'REVOKED')
  expect((await carol.rental(rental.id)).points?.revoked).toBe(300)
})

test('C22 what a consumer missed it receives: the dashboard was away', async () => {
  const [bookId = ''] = await registered(1)
  await stack.process('dashboard').stop()
  const rental = await carol.requests(bookId)
  await eventually('approved', async () => (await librarian.does('ApproveRental', { rentalId: rental.id })).request)
  await stack.process('dashboard').start()
  await eventually(
    'the row is complete',
    async () => (await carol.dashboardRow(rental.id))?.status === 'APPROVED',
    60_000,
  )
})

test('N3.1 F10 the dashboard answers alone', async () => {
  const [bookId = ''] = await registered(1)
  const rental = await carol.requests(bookId)
  await eventually('the dashboard has it', async () => (await carol.dashboardRow(rental.id))?.status === 'PAID')
  const others = ['book', 'rent', 'payment', 'promotion'] as const
  await Promise.all(others.map((name) => stack.process(name).stop()))
  const row = await carol.dashboardRow(rental.id)
  expect(row).toMatchObject({ status: 'PAID', paymentState: 'PAID', bookId })
  const { dashboards } = await librarian.send('Dashboards', { status: 'PAID', first: 100 })
  expect(dashboards.edges.some((edge: Json) => edge.node.rentalId === rental.id)).toBe(true)
  await Promise.all(others.map((name) => stack.process(name).start()))
  await eventually('everything is back', async () => (await carol.rental(rental.id)).status === 'PAID', 60_000)
})
